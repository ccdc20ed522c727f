// Keys for those who like them; every page works without. "/" searches, "?" helps, j and k or the arrows walk along rows, Escape closes.
"use strict";
(() => {
  const typing = (e) => e.target.closest("input, select, textarea, [contenteditable]");
  const rows = () => [...document.querySelectorAll("[data-rows] [data-row]")].filter((r) => r.offsetParent !== null);
  const walk = (step) => {
    const all = rows();
    if (all.length === 0) return;
    const at = all.findIndex((r) => r === document.activeElement || r.contains(document.activeElement));
    const next = all[Math.min(all.length - 1, Math.max(0, at < 0 ? (step > 0 ? 0 : all.length - 1) : at + step))];
    const target = next.matches("a, button, summary, [tabindex]") ? next : next.querySelector("a, button, summary");
    if (target) { target.focus(); next.scrollIntoView({ block: "nearest" }); }
  };
  document.addEventListener("keydown", (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey || e.defaultPrevented) return;
    if (e.key === "Escape" && location.hash === "#keys") { location.hash = "#main"; return; }
    const row = e.target.closest("[data-row]"), search = e.target.closest("[data-search]");
    if (e.key === "ArrowDown" && search && rows().length > 0) { e.preventDefault(); walk(1); return; }
    if (typing(e)) return;
    if (row && e.key === "ArrowDown") { e.preventDefault(); walk(1); return; }
    if (row && e.key === "ArrowUp") { e.preventDefault(); walk(-1); return; }
    if (e.key === "Escape") { const back = document.querySelector("[data-back]"); if (back) back.focus(); return; }
    if (e.key === "?") { e.preventDefault(); location.hash = "#keys"; const close = document.querySelector("#keys .az-actions a"); if (close) close.focus(); }
    else if (e.key === "/") {
      const search = document.querySelector("[data-search]"), find = document.querySelector("[data-find]");
      if (search) { e.preventDefault(); search.focus(); if (search.select) search.select(); }
      else if (find) { e.preventDefault(); find.click(); }
    }
    else if (e.key === "p") { const change = document.querySelector("[data-purpose]"); if (change) { e.preventDefault(); change.click(); } }
    else if (e.key === "j") walk(1);
    else if (e.key === "k") walk(-1);
  });
})();
