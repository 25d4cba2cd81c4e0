/// The JSON Schema of `planc.diff/1`.
pub const DIFF_SCHEMA: &str = include_str!("../../../docs/schemas/planc.diff-1.schema.json");
/// The JSON Schema of `planc.findings/1`.
pub const FINDINGS_SCHEMA: &str = include_str!("../../../docs/schemas/planc.findings-1.schema.json");
/// The JSON Schema of `planc.plan/1`.
pub const PLAN_SCHEMA: &str = include_str!("../../../docs/schemas/planc.plan-1.schema.json");
/// The JSON Schema of `planc.schedule/1`.
pub const SCHEDULE_SCHEMA: &str = include_str!("../../../docs/schemas/planc.schedule-1.schema.json");

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::emit::ScheduleReport;
    use crate::emit::comparison::tests::changed;
    use crate::emit::sample::Sample;
    use crate::emit::view::{
        ComparisonView, EXPANDED_NEEDS, FindingsOptions, FindingsView, PlanView, ScheduleView, to_json,
    };

    /// Every key of a value that the schema does not know, and every key that it demands in vain.
    fn differences(root: &Value, schema: &Value, value: &Value, at: &str, found: &mut Vec<String>) {
        let schema = schema["$ref"]
            .as_str()
            .map_or(schema, |name| root.pointer(name.trim_start_matches('#')).expect("a definition"));
        if let Some(either) = schema["anyOf"].as_array() {
            return differences(root, &either[0], value, at, found);
        }
        match value {
            Value::Object(map) => {
                let properties = schema["properties"].as_object();
                for (key, value) in map {
                    let at = format!("{at}.{key}");
                    match properties.and_then(|known| known.get(key)) {
                        Some(schema) => differences(root, schema, value, &at, found),
                        None if schema["additionalProperties"].is_object() => {}
                        None => found.push(at),
                    }
                }
                let required = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
                found
                    .extend(required.filter(|key| !map.contains_key(*key)).map(|key| format!("{at}.{key}?")));
            }
            Value::Array(list) => {
                for value in list {
                    differences(root, &schema["items"], value, at, found);
                }
            }
            _ => {}
        }
    }

    #[test]
    fn schemas_know_every_key() {
        let sample = Sample::new();
        let material = sample.material();
        let schedules = sample.schedules.as_ref().expect("schedules");
        let findings = FindingsView::new(&sample.sources, &sample.findings, FindingsOptions::default());
        for (schema, value) in [
            (DIFF_SCHEMA, changed("Fares", |report| to_json(&ComparisonView::new(report)))),
            (FINDINGS_SCHEMA, to_json(&findings)),
            (PLAN_SCHEMA, to_json(&PlanView::new(&material, EXPANDED_NEEDS))),
            (SCHEDULE_SCHEMA, to_json(&ScheduleView::new(&material, ScheduleReport::new(schedules)))),
        ] {
            let schema: Value = serde_json::from_str(schema).expect("a schema");
            let value: Value = serde_json::from_str(&value).expect("json");
            assert_eq!(schema["properties"]["schema"]["const"], value["schema"]);
            let mut found = Vec::new();
            differences(&schema, &schema, &value, "", &mut found);
            assert!(found.is_empty(), "{}: {found:?}", schema["title"]);
        }
    }
}
