// Prints VS Code's own schema of tasks.json, which it keeps as a program.
import schema from "@codingame/monaco-vscode-task-service-override/vscode/vs/workbench/contrib/tasks/common/jsonSchema_v2";

console.log(JSON.stringify(schema));
