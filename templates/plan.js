// The plan: tables that sort and filter, pictures that highlight.
function start() {
  all("table").forEach(sortable);
  marks();
  filter();
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

// Says what a mark stands for, with the whole title, beside it.
function tips(links) {
  const tip = document.createElement("p");
  tip.className = "tip";
  tip.hidden = true;
  tip.setAttribute("aria-hidden", "true");
  document.body.append(tip);
  let shown = null;
  const show = (link) => {
    shown = link;
    const row = id(link.getAttribute("href").slice(1));
    const title = row && row.closest("#tasks-table") ? [...row.cells[1].childNodes].filter((part) => part.nodeName !== "SMALL").map((part) => part.textContent).join("").trim() : "";
    const label = link.getAttribute("aria-label") || link.textContent;
    tip.textContent = title && !label.includes(title) ? `${title}: ${label}` : label;
    tip.hidden = false;
    const mark = link.getBoundingClientRect();
    const below = mark.bottom + 6;
    tip.style.left = `${Math.max(8, Math.min(mark.left, innerWidth - tip.offsetWidth - 8))}px`;
    tip.style.top = `${below + tip.offsetHeight < innerHeight ? below : mark.top - tip.offsetHeight - 6}px`;
  };
  const hide = () => { shown = null; tip.hidden = true; };
  for (const link of links) {
    for (const name of ["focus", "mouseenter"]) link.addEventListener(name, () => show(link));
    for (const name of ["blur", "mouseleave"]) link.addEventListener(name, hide);
  }
  addEventListener("scroll", () => { if (shown) show(shown); }, { passive: true, capture: true });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
}

// What leads to a subtask and what follows from it, in every picture.
function marks() {
  walk();
  const pictures = all("svg");
  const links = all("svg a");
  tips(links);
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
