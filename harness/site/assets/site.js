// What every page shares: light and dark, "/" for the search field, copying, and filtering what is on the page.
"use strict";

(function () {
  const root = document.documentElement;
  const order = { light: "dark", dark: "", "": "light" };
  const names = { light: "Light", dark: "Dark", "": "Auto" };

  function remembered() {
    try { return localStorage.getItem("tls-harness-theme") || ""; } catch { return ""; }
  }

  function wear(theme) {
    if (theme in names && theme) root.dataset.theme = theme; else delete root.dataset.theme;
    try { localStorage.setItem("tls-harness-theme", theme); } catch { /* a page from disk may have no storage */ }
  }

  function dress(button) {
    let theme = remembered() in names ? remembered() : "";
    const tell = () => { button.textContent = names[theme]; button.setAttribute("aria-label", `Colours: ${names[theme]}`); };
    tell();
    button.addEventListener("click", () => { theme = order[theme]; wear(theme); tell(); });
  }

  function copyFrom(button) {
    const text = button.parentElement.querySelector("pre").textContent;
    const told = () => { button.textContent = "Copied"; };
    const field = document.createElement("textarea");
    field.value = text;
    document.body.append(field);
    field.select();
    if (document.execCommand("copy")) told();
    field.remove();
    button.focus();
  }

  // <input data-filters="#list"> hides those children of #list (or of its groups) that lack a word typed.
  function filters(input) {
    const items = [...document.querySelectorAll(input.dataset.filters)];
    const texts = items.map((item) => item.textContent.toLowerCase());
    const groups = input.dataset.groups ? [...document.querySelectorAll(input.dataset.groups)] : [];
    const state = document.querySelector("select[data-state]");
    function apply() {
      const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      const wanted = state ? state.value : "";
      items.forEach((item, at) => {
        item.hidden = !words.every((word) => texts[at].includes(word)) || (wanted !== "" && item.dataset.state !== wanted);
      });
      for (const group of groups) {
        const mine = [...group.querySelectorAll(input.dataset.filters)];
        group.hidden = mine.length > 0 && mine.every((item) => item.hidden);
        if (group.tagName === "DETAILS" && (words.length || wanted)) group.open = !group.hidden;
      }
    }
    input.addEventListener("input", apply);
    if (state) state.addEventListener("change", apply);
    apply();
  }

  // What a link names may lie in something folded.
  function unfold() {
    let target = null;
    try { target = document.getElementById(decodeURIComponent(location.hash.slice(1))); } catch { return; }
    for (let each = target; each; each = each.parentElement) if (each.tagName === "DETAILS") each.open = true;
    if (target && target !== document.body) target.scrollIntoView({ block: "center" });
  }

  wear(remembered());
  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("button.theme").forEach(dress);
    document.querySelectorAll("input[data-filters]").forEach(filters);
    if (document.body.dataset.static !== undefined) { unfold(); window.addEventListener("hashchange", unfold); }
    document.addEventListener("click", (event) => {
      if (event.target.matches("button.copy")) copyFrom(event.target);
    });
    document.addEventListener("keydown", (event) => {
      const typing = event.target.matches("input, select, textarea");
      if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
        const field = document.querySelector("input[type=search]");
        if (field) { event.preventDefault(); field.focus(); field.select(); }
      }
    });
  });
})();
