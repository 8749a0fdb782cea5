// One cell: what was asked, what came, and the picture, which lies in a file of its own.
"use strict";

(function () {
  const table = harness.table;
  const find = (selector) => document.querySelector(selector);

  function asked() {
    try { return decodeURIComponent(location.hash.slice(1)); } catch { return location.hash.slice(1); }
  }

  function quoted(text) { return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\"'\"'")}'`; }

  function put(selector, content) { find(selector).textContent = content; }

  function show(selector, whether) { find(selector).hidden = !whether; }

  function to(address, content) {
    const link = table.make("a", "breakable", content);
    link.href = address;
    return link;
  }

  function pairs(selector, entries) {
    const parts = [];
    for (const [term, told] of entries) {
      if (told === "" || told === undefined || told === null || told.length === 0) continue;
      parts.push(table.make("dt", "", term));
      for (const each of Array.isArray(told) ? told : [told]) {
        const element = table.make("dd");
        element.append(each);
        parts.push(element);
      }
    }
    find(selector).replaceChildren(...parts);
    return parts.length > 0;
  }

  function clause(name) {
    const known = harness.catalogue.clauses[name];
    const card = table.make("div", "card");
    const head = table.make("p");
    head.append(to("requirements.html#" + encodeURIComponent(name), name));
    card.append(head);
    if (known) {
      head.append(" ", table.make("span", "level", known.level), ` ${known.source}`);
      card.append(table.make("p", "", known.text));
    }
    return card;
  }

  function steps(row, failing) {
    const scenario = harness.catalogue.scenarios[table.text(row, "scenario")];
    const told = scenario ? scenario.steps[table.text(row, "role")] || [] : [];
    const begun = table.columns.begun[row];
    find("#steps").replaceChildren(...told.map((step, at) => {
      const item = table.make("li", failing && at + 1 === begun ? "here" : at >= begun && begun ? "never" : "", step);
      if (failing && at + 1 === begun) item.setAttribute("aria-current", "step");
      return item;
    }));
    show("#script-of-scenario", told.length > 0);
    put("#begun", begun ? `${begun} of ${table.columns.of[row]} steps were begun.` : "");
  }

  function plain(row) {
    const failing = ["failed", "known", "error"].includes(table.fate(row));
    const name = table.name(row);
    document.title = `${name} · tls-harness`;
    put("#name", name);
    const verdict = find("#verdict");
    const grade = table.text(row, "grade");
    verdict.className = `fate ${table.fate(row)}`;
    verdict.textContent = table.text(row, "verdict") + (grade ? ` (${grade})` : "");
    put("#known", table.text(row, "known") ? `Known: ${table.text(row, "known")}` : "");
    put("#reason", table.text(row, "reason"));
    const [details, others] = table.rest[row] || [[], []];
    const scenario = harness.catalogue.scenarios[table.text(row, "scenario")];
    const page = scenario ? scenario.page.split("\n\n")[0] : "";
    pairs("#what", [
      ["Scenario", to("cells.html#" + new URLSearchParams({ scenario: table.text(row, "scenario") }), table.text(row, "scenario"))],
      ["What it is about", page],
      ["Subject", `${table.text(row, "implementation")}, the ${table.text(row, "role")}, TLS ${table.text(row, "tls")}, driven as ${table.text(row, "driver")}`],
      ["Peer", table.text(row, "peer")],
      ["Schedule", table.text(row, "schedule") === "straight" ? "straight: nothing is disturbed" : table.text(row, "schedule")],
      ["Seed", String(table.columns.seed[row])],
      ["Took", `${table.columns.ms[row]} ms`],
      ["Also wrong", details],
      ["Behind it", others.map(([requirement, origin, told]) => `${requirement}: ${origin}. ${told}`)],
    ]);
    const names = [table.text(row, "requirement"), ...(scenario ? scenario.requires : [])].filter(Boolean);
    put("#clauses-title", failing ? "The clause it breaks" : "The clause it is about");
    find("#clauses").replaceChildren(...[...new Set(failing ? names.slice(0, 1) : names)].map(clause));
    steps(row, failing);
    const replay = `${harness.catalogue.replay} ${quoted(name)}`;
    put("#replay", replay);
    put("#replay-verbose", `${replay} -v --pcap cell.pcapng`);
    const origin = table.text(row, "origin");
    show("#finding", origin !== "");
    if (origin) {
      const same = table.columns.origin.filter((each, at) => each === table.columns.origin[row] && table.columns.implementation[at] === table.columns.implementation[row]).length;
      const link = to("cells.html#" + new URLSearchParams({ origin, implementation: table.text(row, "implementation") }), `${same} cell${same === 1 ? "" : "s"} of ${table.text(row, "implementation")}`);
      find("#finding").replaceChildren("The same finding shows in ", link, ": ", table.make("code", "", origin));
    }
    return failing;
  }

  function failure(print) {
    show("#account", true);
    put("#did-what", print.did ? `Asked: ${print.did}` : "");
    put("#expected", print.expected);
    put("#came", print.came);
    show("#reached-when", print.reached.length > 0);
    find("#reached").replaceChildren(...print.reached.map((each) => table.make("li", "", each)));
    show("#disturbed", pairs("#disturbance", [["The peer lies", print.lies], ["The schedule", print.schedule]]));
  }

  function develop(print, name) {
    const own = print.cell === name;
    put("#picture-note", [
      own ? "" : `This is the picture of the plainest cell of the same finding, ${print.cell}.`,
      print.agrees ? "" : `When the report was made the cell was repeated, and came to ${print.verdict}, not to what is on record: what is shown is that other run.`,
    ].join(" ").trim());
    if (print.why) { put("#picture-note", print.why); return; }
    find("#film").innerHTML = print.svg; // made by the report, every text in it escaped
    show("#film", true);
    const film = find("#film");
    film.scrollLeft = (film.scrollWidth - film.clientWidth) / 2;
    show("#legend", true);
    if (own) failure(print);
    const file = find("#capture");
    file.href = print.capture;
    show("#capture-line", Boolean(print.capture));
    put("#secrets", print.secrets ? "with its secrets, so that Wireshark shows what is inside" : "without secrets: only the reference peer tells them");
    if (print.script) { put("#script", print.script); show("#script-alone", true); }
  }

  function render() {
    const name = asked();
    const row = table.find(name);
    show("#missing", row < 0);
    show("#cell", row >= 0);
    for (const each of ["#film", "#legend", "#account", "#disturbed", "#capture-line", "#script-alone"]) show(each, false);
    if (row < 0) { put("#missing-name", name || "nothing"); document.title = "No such cell · tls-harness"; return; }
    const failing = plain(row);
    const key = table.text(row, "picture");
    put("#picture-note", failing
      ? "No picture was drawn of this cell; the command below prints its conversation."
      : "Pictures are drawn of cells that failed; the command below prints the conversation of this one.");
    if (!key) return;
    harness.picture = (print) => { if (asked() === name) develop(print, name); };
    const script = document.createElement("script");
    script.src = `pictures/${key}.js`;
    document.head.append(script);
    script.addEventListener("load", () => script.remove());
  }

  addEventListener("hashchange", render);
  render();
})();
