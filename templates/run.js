// The run: tables that sort, pictures that arrow keys walk through.
function start() {
  all("table").forEach(sortable);
  walk();
}
