// Keys for those who like them; every page works without. "/" searches, "?" helps, j and k walk along rows, Escape closes.
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
    if (typing(e)) return;
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

  // A list that is on the page already is sorted and narrowed here: asking the server again would be another look at everybody on it.
  const words = document.documentElement.lang === "en" ? ["Sort by ", "Narrow this list"] : ["並べ替え: ", "この一覧を絞り込む"];
  const text = (row, i) => (row.cells[i]?.colSpan > 1 ? "" : row.cells[i]?.textContent ?? "").trim();
  for (const box of document.querySelectorAll("[data-table]")) {
    const table = box.querySelector("table"), body = table?.tBodies[0];
    if (!body || body.rows.length < 2) continue;
    const order = new Intl.Collator(document.documentElement.lang, { numeric: true });
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, i) => {
      if (i === heads.length - 1) return;
      const button = document.createElement("button");
      button.type = "button";
      button.setAttribute("aria-label", words[0] + head.textContent.trim());
      button.textContent = head.textContent.trim();
      head.replaceChildren(button);
      button.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        heads.forEach((h) => h.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        body.append(...[...body.rows].sort((a, b) => (down ? -1 : 1) * order.compare(text(a, i), text(b, i))));
      });
    });
    if (body.rows.length < 6) continue;
    const field = document.createElement("input");
    field.type = "search";
    field.className = "form-control con-narrow-down";
    field.placeholder = words[1];
    field.setAttribute("aria-label", words[1]);
    field.setAttribute("data-search", "");
    field.autocomplete = "off";
    box.prepend(field);
    field.addEventListener("input", () => {
      const wanted = field.value.normalize("NFKC").toLowerCase();
      for (const row of body.rows) row.hidden = !row.textContent.normalize("NFKC").toLowerCase().includes(wanted);
    });
  }
})();
