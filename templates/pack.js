// The prompts: copying them byte for byte, and remembering what was copied.
function start() {
  const prompts = JSON.parse(id("prompts").textContent);
  const place = `planc.pack.${document.body.dataset.page}`;
  let state = { copied: [], ticked: [], validated: [] };
  try { state = { ...state, ...JSON.parse(load(place) || "{}") }; } catch { /* start anew */ }
  const boxes = all(".card input").map((box) => {
    const card = box.closest(".card");
    return [box, `${card.dataset.key} ${all("input", card).indexOf(box)}`];
  });
  const show = () => {
    for (const card of all(".card")) {
      const copied = state.copied.includes(card.dataset.key);
      card.classList.toggle("copied", copied);
      all(".done", card).forEach((word) => { word.hidden = !copied; });
    }
    for (const [box, name] of boxes) box.checked = state.ticked.includes(name);
    for (const box of all("[data-validates]")) box.checked = state.validated.includes(box.dataset.validates);
    for (const lock of all("[data-after]")) lock.hidden = state.validated.includes(lock.dataset.after);
    for (const link of all("[data-step]:has(.tally)")) {
      const step = id(link.dataset.step);
      const copied = all(".card.copied", step).length;
      link.querySelector(".tally").textContent = `${copied}/${step.dataset.prompts}`;
      link.classList.toggle("full", copied > 0 && copied === Number(step.dataset.prompts));
    }
  };
  const keep = () => { save(place, JSON.stringify(state)); show(); };
  const say = (words) => {
    id("status").textContent = "";
    requestAnimationFrame(() => { id("status").textContent = words; });
  };
  const put = async (text) => {
    try { await navigator.clipboard.writeText(text); return true; } catch { /* the old way */ }
    const area = document.createElement("textarea");
    const focused = document.activeElement;
    area.className = "off";
    area.value = " ";
    document.body.append(area);
    area.select();
    // A text area turns CRLF into LF and is slow with long texts; the event carries the text as it is.
    let done = false;
    const exact = (event) => {
      event.clipboardData.setData("text/plain", text);
      event.preventDefault();
      done = true;
    };
    document.addEventListener("copy", exact, { once: true });
    try { done = document.execCommand("copy") && done; } catch { done = false; }
    document.removeEventListener("copy", exact);
    area.remove();
    focused.focus();
    return done;
  };
  const size = (text) => new TextEncoder().encode(text).length.toLocaleString("en");
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    const { copy, copyLabel } = button.dataset;
    if (copyLabel) say(await put(copyLabel) ? `Copied the label ${copyLabel}` : `Could not copy; the label is ${copyLabel}`);
    if (!copy) return;
    if (await put(prompts[copy])) {
      if (!state.copied.includes(copy)) state.copied.push(copy);
      keep();
      const lock = button.closest(".step").querySelector(".lock:not([hidden])");
      say(`Copied ${copy}, ${size(prompts[copy])} bytes${lock ? `; ${lock.dataset.after} is not validated yet` : ""}`);
    } else {
      const details = button.closest(".card").querySelector("details");
      details.open = true;
      getSelection().selectAllChildren(details.querySelector("pre"));
      say(`The browser refused to copy; ${copy} is selected, copy it with the keyboard`);
    }
  });
  for (const [box, name] of boxes) {
    box.addEventListener("change", () => {
      state.ticked = state.ticked.filter((other) => other !== name);
      if (box.checked) state.ticked.push(name);
      keep();
    });
  }
  for (const box of all("[data-validates]")) {
    box.addEventListener("change", () => {
      const name = box.dataset.validates;
      state.validated = state.validated.filter((other) => other !== name);
      if (box.checked) state.validated.push(name);
      keep();
    });
  }
  id("reset").addEventListener("click", () => { state = { copied: [], ticked: [], validated: [] }; keep(); say("All marks are reset"); });
  show();
}
