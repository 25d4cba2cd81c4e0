// What the schema of VS Code's tasks.json imports, without the 90 MB that it comes from: texts as they are, and no task
// type, problem matcher, input or icon besides those that the schema itself names.
export const localize = (_, text) => text;
export const deepClone = structuredClone;
export const applyDeprecatedVariableMessage = () => {};
export const getAllCodicons = () => [];
export const inputsSchema = { definitions: { inputs: false } };
export const Schemas = { LegacyProblemMatcher: false };
export const ProblemMatcherRegistry = { onReady: () => new Promise(() => {}), keys: () => [] };
export const TaskDefinitionRegistry = { onReady: () => new Promise(() => {}), all: () => [] };
