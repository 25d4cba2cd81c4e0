// Tables that sort, pictures that arrow keys walk through.
const natural = new Intl.Collator("en", { numeric: true });
const numberOf = (text) => {
  const number = parseFloat(text.replace(/[^\d.−-]/g, "").replace("−", "-"));
  return Number.isNaN(number) ? -Infinity : number;
};
let onSort = () => {};

// Heads become buttons; rows under a group row are sorted inside their group.
function sortable(table) {
  const heads = all("thead th", table);
  if (all("tbody tr", table).length < 6) return;
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      sort(table, column, head.getAttribute("aria-sort") === "ascending");
      onSort(table);
    });
  });
}

function sort(table, column, down) {
  const heads = all("thead th", table);
  const head = heads[column];
  if (!head) return;
  heads.forEach((other) => other.removeAttribute("aria-sort"));
  head.setAttribute("aria-sort", down ? "descending" : "ascending");
  const numeric = head.classList.contains("n");
  const bodies = [...table.tBodies];
  const sorted = (rows) => rows
    .map((row) => [row, row.cells[column] ? row.cells[column].textContent.trim() : ""])
    .map(([row, text]) => [row, numeric ? numberOf(text) : text])
    .sort(([, a], [, b]) => {
      const order = numeric ? (a === b ? 0 : a < b ? -1 : 1) : natural.compare(a, b);
      return down ? -order : order;
    })
    .map(([row]) => row);
  if (table.querySelector(".group")) {
    for (const body of bodies) body.append(...sorted([...body.rows].filter((row) => row.className !== "group")));
  } else {
    const rows = sorted(bodies.flatMap((body) => [...body.rows]));
    const sizes = bodies.map((body) => body.rows.length);
    bodies.forEach((body, at) => body.append(...rows.splice(0, sizes[at])));
  }
}

// Arrow keys walk through the marks of a picture where they are many.
function walk() {
  const pictures = all("svg");
  const links = all("svg a");
  if (links.length <= 60) return;
  for (const picture of pictures) {
    const own = all("a", picture);
    own.forEach((link, at) => link.setAttribute("tabindex", at ? "-1" : "0"));
    picture.addEventListener("keydown", (event) => {
      const at = own.indexOf(event.target);
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      const next = event.key === "Home" ? own[0] : event.key === "End" ? own[own.length - 1] : step && own[at + step];
      if (at < 0 || !next) return;
      event.preventDefault();
      event.target.setAttribute("tabindex", "-1");
      next.setAttribute("tabindex", "0");
      next.focus();
    });
  }
}
