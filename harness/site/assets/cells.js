// The list of cells or scenarios: filters, search as one types, and only the rows in sight in the page.
// The address says what is shown, so that any view can be linked to.
"use strict";

(function () {
  const table = harness.table;
  const choices = ["implementation", "theme", "driver", "role", "tls", "schedule"];
  const exact = ["scenario", "origin"];
  const searched = ["scenario", "implementation", "driver", "role", "tls", "peer", "schedule", "verdict", "requirement", "reason", "origin", "known"];
  const themes = table.texts.scenario.map((scenario) => scenario.split("/", 1)[0]);
  const find = (selector) => document.querySelector(selector);
  const list = find("#list");
  const search = find("#search");
  let shown = [];
  let here = -1;

  // -- what is asked for

  function asked() {
    const state = new URLSearchParams(location.hash.slice(1));
    return {
      q: state.get("q") || "",
      view: state.get("view") || (state.get("scenario") || state.get("origin") || state.get("clause") || state.get("q") ? "cells" : "scenarios"),
      fates: (state.get("fate") || "").split(",").filter((each) => table.fates.includes(each)),
      ...Object.fromEntries([...choices, ...exact, "clause"].map((name) => [name, state.get(name) || ""])),
    };
  }

  function ask(changes) {
    const state = new URLSearchParams(location.hash.slice(1));
    for (const [name, value] of Object.entries(changes)) {
      if (value) state.set(name, value); else state.delete(name);
    }
    history.replaceState(null, "", "#" + state);
    render();
  }

  // -- which rows answer

  // For each word typed: which texts of each column hold it. `column:word` looks in that column alone.
  function tests(query) {
    return query.toLowerCase().split(/\s+/).filter(Boolean).map((word) => {
      const [, column, rest] = word.match(/^([a-z]+):(.+)$/) || [];
      const own = searched.includes(column) && column !== undefined;
      const among = own ? [column] : searched;
      const needle = own ? rest : word;
      return among.map((name) => [table.columns[name], table.texts[name].map((text) => text.toLowerCase().includes(needle))])
        .filter(([, hits]) => hits.some(Boolean));
    });
  }

  function selected(state) {
    const whole = state.q.includes("]#") ? table.find(state.q.trim()) : -1;
    if (whole >= 0) return [whole];
    const words = tests(state.q);
    const wanted = [];
    for (const name of [...choices, ...exact]) {
      if (!state[name]) continue;
      const texts = name === "theme" ? themes : table.texts[name];
      wanted.push([table.columns[name === "theme" ? "scenario" : name], texts.map((text) => text === state[name])]);
    }
    if (state.clause) {
      const proves = (name) => (harness.catalogue.scenarios[name] || { requires: [] }).requires.includes(state.clause);
      wanted.push([table.columns.scenario, table.texts.scenario.map(proves)]);
    }
    const rows = [];
    for (let row = 0; row < table.size; row++) {
      if (wanted.every(([column, hits]) => hits[column[row]])
        && words.every((columns) => columns.some(([column, hits]) => hits[column[row]]))) rows.push(row);
    }
    return rows;
  }

  function counted(rows) {
    const counts = Object.fromEntries(table.fates.map((fate) => [fate, 0]));
    for (const row of rows) counts[table.fate(row)] += 1;
    return counts;
  }

  function grouped(rows) {
    const groups = new Map();
    for (const row of rows) {
      const number = table.columns.scenario[row];
      if (!groups.has(number)) groups.set(number, { number, rows: [] });
      groups.get(number).rows.push(row);
    }
    for (const group of groups.values()) group.counts = counted(group.rows);
    const weight = (group) => group.counts.failed + group.counts.error;
    return [...groups.values()].sort((a, b) => weight(b) - weight(a) || (themes[a.number] + table.texts.scenario[a.number] < themes[b.number] + table.texts.scenario[b.number] ? -1 : 1));
  }

  // -- how they are shown

  function fateOf(fate, told) { return table.make("span", `fate ${fate}`, told); }

  function scenarioName(number) {
    const [theme, title] = table.texts.scenario[number].split(/\/(.*)/s);
    const element = table.make("span", "breakable");
    element.append(table.make("span", "theme", theme + "/"), table.make("b", "", title === undefined ? "" : title));
    element.title = table.texts.scenario[number];
    return element;
  }

  function cellRow(row) {
    const element = table.make("a", "row");
    element.href = table.link(row);
    const verdict = fateOf(table.fate(row), harness.marks[table.fate(row)]);
    const setting = ["implementation", "driver", "role", "tls"].map((name) => table.text(row, name));
    const schedule = table.text(row, "schedule");
    element.append(verdict, scenarioName(table.columns.scenario[row]),
      table.make("span", "setting", setting.join(" · ") + (schedule === "straight" ? "" : ` · ${schedule}`)));
    return element;
  }

  function scenarioRow(group) {
    const element = table.make("a", "row");
    const state = new URLSearchParams(location.hash.slice(1));
    state.set("scenario", table.texts.scenario[group.number]);
    state.set("view", "cells");
    element.href = "#" + state;
    const worst = table.fates.find((fate) => group.counts[fate]);
    const counts = table.make("span", "setting");
    for (const fate of table.fates) if (group.counts[fate]) counts.append(fateOf(fate, `${group.counts[fate]} `));
    element.append(fateOf(worst, harness.marks[worst]), scenarioName(group.number), counts);
    return element;
  }

  function rowHeight() { return matchMedia("(max-width: 760px)").matches ? 80 : 38; }

  let height = rowHeight();
  let makeRow = cellRow;

  function paint() {
    const first = Math.max(0, Math.floor(list.scrollTop / height) - 8);
    const last = Math.min(shown.length, Math.ceil((list.scrollTop + list.clientHeight) / height) + 8);
    const rows = [];
    for (let at = first; at < last; at++) {
      const element = makeRow(shown[at]);
      element.style.top = `${at * height}px`;
      element.id = `row-${at}`;
      element.tabIndex = -1;
      element.setAttribute("role", "option");
      element.setAttribute("aria-posinset", at + 1);
      element.setAttribute("aria-setsize", shown.length);
      element.setAttribute("aria-selected", at === here);
      element.classList.toggle("here", at === here);
      rows.push(element);
    }
    find("#rows").replaceChildren(...rows);
    if (here >= first && here < last) list.setAttribute("aria-activedescendant", `row-${here}`);
    else list.removeAttribute("aria-activedescendant");
  }

  function about(state) {
    const card = find("#about");
    card.hidden = !(state.scenario || state.origin || state.clause);
    if (card.hidden) return;
    const parts = [];
    const scenario = harness.catalogue.scenarios[state.scenario];
    if (state.scenario) parts.push(table.make("h2", "breakable", state.scenario));
    if (scenario) {
      for (const paragraph of scenario.page.split("\n\n")) parts.push(table.make("p", "", paragraph));
      for (const name of scenario.requires) {
        const clause = harness.catalogue.clauses[name];
        const line = table.make("p", "small soft");
        const to = table.make("a", "", name);
        to.href = "requirements.html#" + encodeURIComponent(name);
        line.append(to, clause ? ` ${clause.level}, ${clause.source}: ${clause.text}` : "");
        parts.push(line);
      }
      parts.push(table.make("p", "small soft mono", scenario.place));
    }
    if (state.origin) parts.push(table.make("h2", "breakable", `Finding: ${state.origin}`));
    if (state.clause) {
      const clause = harness.catalogue.clauses[state.clause];
      parts.push(table.make("h2", "breakable", `Clause ${state.clause}`));
      if (clause) parts.push(table.make("p", "", `${clause.level}, ${clause.source}: ${clause.text}`));
    }
    const clear = table.make("button", "small", "Show all cells");
    clear.addEventListener("click", () => ask({ scenario: "", origin: "", clause: "" }));
    parts.push(clear);
    card.replaceChildren(...parts);
  }

  function render() {
    const state = asked();
    if (search.value !== state.q) search.value = state.q;
    for (const name of choices) find(`#by-${name}`).value = state[name];
    const rows = selected(state);
    const counts = counted(rows);
    for (const box of document.querySelectorAll("#fates input")) {
      box.checked = state.fates.includes(box.value);
      box.parentElement.querySelector("span").textContent = `${counts[box.value].toLocaleString("en")} ${harness.marks[box.value]}`;
    }
    for (const button of document.querySelectorAll("#view button")) button.setAttribute("aria-pressed", button.value === state.view);
    const kept = state.fates.length ? rows.filter((row) => state.fates.includes(table.fate(row))) : rows;
    const byScenario = state.view === "scenarios";
    shown = byScenario ? grouped(kept) : kept.sort((a, b) => table.columns.fate[a] - table.columns.fate[b] || a - b);
    makeRow = byScenario ? scenarioRow : cellRow;
    here = -1;
    list.scrollTop = 0;
    find("#space").style.height = `${shown.length * height}px`;
    find("#none").hidden = shown.length > 0;
    const many = (count, noun) => `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
    find("#count").textContent = (byScenario ? many(shown.length, "scenario") + ", " : "") + many(kept.length, "cell");
    about(state);
    paint();
  }

  // -- by keyboard

  function go(to) {
    if (!shown.length) return;
    here = Math.min(Math.max(to, 0), shown.length - 1);
    const top = here * height;
    if (top < list.scrollTop) list.scrollTop = top;
    else if (top + height > list.scrollTop + list.clientHeight) list.scrollTop = top + height - list.clientHeight;
    paint();
  }

  const page = () => Math.max(1, Math.floor(list.clientHeight / height) - 1);
  const keys = {
    ArrowDown: () => go(here + 1), ArrowUp: () => go(here - 1), PageDown: () => go(here + page()), PageUp: () => go(here - page()),
    Home: () => go(0), End: () => go(shown.length - 1), j: () => go(here + 1), k: () => go(here - 1),
    Enter: () => { if (here >= 0) find(`#row-${here}`).click(); },
  };

  list.addEventListener("keydown", (event) => {
    if (event.key in keys && !event.ctrlKey && !event.metaKey && !event.altKey) { event.preventDefault(); keys[event.key](); }
  });
  search.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "Enter") { event.preventDefault(); list.focus(); go(0); }
    if (event.key === "Escape") ask({ q: "" });
  });

  // -- beginning

  function options(name) {
    const texts = name === "theme" ? [...new Set(themes)] : [...table.texts[name]];
    for (const text of texts.sort()) find(`#by-${name}`).append(new Option(text, text));
  }

  choices.forEach((name) => {
    options(name);
    find(`#by-${name}`).addEventListener("change", (event) => ask({ [name]: event.target.value }));
  });
  search.addEventListener("input", () => ask({ q: search.value, view: asked().view }));
  find("#fates").addEventListener("change", () => {
    ask({ fate: [...document.querySelectorAll("#fates input:checked")].map((box) => box.value).join(",") });
  });
  find("#view").addEventListener("click", (event) => { if (event.target.value) ask({ view: event.target.value }); });
  find("#clear").addEventListener("click", () => { history.replaceState(null, "", "#"); render(); search.focus(); });
  list.addEventListener("scroll", paint, { passive: true });
  addEventListener("resize", () => { height = rowHeight(); find("#space").style.height = `${shown.length * height}px`; paint(); });
  addEventListener("hashchange", render);
  render();
})();
