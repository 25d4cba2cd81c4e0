// The plan: tables that sort and filter, pictures that highlight.
function start() {
  all("table").forEach(sortable);
  marks();
  filter();
}

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

function filter() {
  const table = id("tasks-table");
  const rows = all("tbody tr", table);
  const words = new Map(rows.map((row) => [row, [0, 1, 8].map((n) => row.cells[n].textContent).join(" ").toLowerCase()]));
  const phases = [...new Set(rows.map((row) => row.cells[2].textContent))].sort(natural.compare);
  id("phase").append(...phases.map((name) => new Option(name, name)));
  const apply = () => {
    const wanted = id("q").value.toLowerCase().split(/\s+/).filter(Boolean);
    const phase = id("phase").value;
    let shown = 0;
    for (const row of rows) {
      const fits = wanted.every((word) => words.get(row).includes(word)) && (!phase || row.cells[2].textContent === phase);
      row.hidden = !fits;
      shown += fits;
    }
    id("hits").textContent = shown === rows.length ? `${shown} subtasks` : `${shown} of ${rows.length} subtasks`;
  };
  const remember = () => {
    const state = new URLSearchParams();
    if (id("q").value) state.set("q", id("q").value);
    if (id("phase").value) state.set("phase", id("phase").value);
    const head = table.querySelector("[aria-sort]");
    if (head) state.set("sort", (head.getAttribute("aria-sort") === "descending" ? "-" : "") + head.cellIndex);
    history.replaceState(null, "", `#tasks${state.size ? "?" : ""}${state}`);
  };
  const clear = () => { id("q").value = ""; id("phase").value = ""; apply(); };
  const restore = () => {
    const [place, query] = location.hash.slice(1).split("?");
    if (place === "tasks" && query !== undefined) {
      const state = new URLSearchParams(query);
      id("q").value = state.get("q") || "";
      id("phase").value = state.get("phase") || "";
      const column = state.get("sort");
      if (column) sort(table, Math.abs(column), column.startsWith("-"));
      apply();
      id("tasks").scrollIntoView();
    } else {
      const row = id(place);
      if (row && row.hidden) { clear(); row.scrollIntoView(); }
    }
  };
  id("q").form.addEventListener("submit", (event) => event.preventDefault());
  for (const input of [id("q"), id("phase")]) input.addEventListener("input", () => { apply(); remember(); });
  onSort = (sorted) => { if (sorted === table) remember(); };
  addEventListener("hashchange", restore);
  document.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      id("q").focus();
      id("tasks").scrollIntoView();
    } else if (event.key === "Escape" && (id("q").value || id("phase").value)) {
      clear();
      remember();
    }
  });
  apply();
  restore();
}

// What leads to a subtask and what follows from it, in every picture; arrow keys where marks are many.
function marks() {
  const pictures = all("svg");
  const links = all("svg a");
  if (links.length > 60) {
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
  if (!id("needs")) return;
  const needs = JSON.parse(id("needs").textContent);
  const rowOf = new Map(all("#tasks-table tbody tr").map((row, at) => [`#${row.id}`, at]));
  const after = needs.map(() => []);
  needs.forEach((row, at) => row.forEach((needed) => after[needed].push(at)));
  const reach = (from, rows, found) => {
    const stack = [from];
    while (stack.length) {
      for (const next of rows[stack.pop()]) if (!found.has(next)) { found.add(next); stack.push(next); }
    }
  };
  const show = (link) => {
    const at = rowOf.get(link.getAttribute("href"));
    const found = new Set([at]);
    reach(at, needs, found);
    reach(at, after, found);
    const ends = (edge) => edge.dataset.e.split(" ").every((n) => found.has(Number(n)));
    for (const picture of pictures) {
      picture.classList.toggle("hi", !picture.classList.contains("curve"));
      all("a", picture).forEach((mark) => mark.classList.toggle("on", found.has(rowOf.get(mark.getAttribute("href")))));
      all("[data-e]", picture).forEach((edge) => edge.classList.toggle("on", ends(edge)));
    }
  };
  const hide = () => pictures.forEach((picture) => picture.classList.remove("hi"));
  for (const link of links.filter((mark) => rowOf.has(mark.getAttribute("href")))) {
    for (const name of ["focus", "mouseenter"]) link.addEventListener(name, () => show(link));
    for (const name of ["blur", "mouseleave"]) link.addEventListener(name, hide);
  }
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
}
