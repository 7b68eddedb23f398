"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const papers = Array.from(document.querySelectorAll(".paper"));
  const q = $("q"), state = $("state"), kind = $("kind"), signer = $("signer"), open = $("open");
  const words = new Map();
  let now = -1;

  const key = (text) => text.toLocaleLowerCase("ru").replaceAll("ё", "е");

  function textOf(paper) {
    if (!words.has(paper)) words.set(paper, key(paper.textContent));
    return words.get(paper);
  }

  function filter() {
    const wanted = key(q.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const paper of papers) {
      const has = paper.dataset;
      const fits = (!state.value || has.state === state.value)
        && (!kind.value || has.kind === kind.value)
        && (!signer.value || JSON.parse(has.signers).includes(signer.value))
        && (!open.checked || Number(has.open) > 0)
        && (!wanted.length || wanted.every((word) => textOf(paper).includes(word)));
      paper.hidden = !fits;
      if (fits) shown += 1;
    }
    $("shown").textContent = `Показано бумаг: ${shown} из ${papers.length}.`;
    $("none").hidden = shown > 0;
  }

  function made(tag, className, text) {
    const element = document.createElement(tag);
    if (className) element.className = className;
    if (text !== undefined) element.textContent = text;
    return element;
  }

  function picture(base64, number, of, name) {
    const figure = made("figure"), button = made("button"), image = made("img");
    button.type = "button";
    button.setAttribute("aria-pressed", "false");
    image.loading = "lazy";
    image.decoding = "async";
    image.alt = `Страница ${number} из ${of}: ${name}`;
    image.src = `data:image/png;base64,${base64}`;
    button.addEventListener("click", () => {
      const wide = image.classList.toggle("wide");
      button.setAttribute("aria-pressed", String(wide));
    });
    button.append(image);
    figure.append(button, made("figcaption", "", `стр. ${number} из ${of}`));
    return figure;
  }

  function words_of(blocks) {
    const box = made("div", "text");
    box.tabIndex = 0;
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", "Текст бумаги");
    for (const block of blocks) {
      if (typeof block === "string") {
        box.append(made("p", "", block));
        continue;
      }
      const table = made("table");
      for (const row of block) {
        const line = table.insertRow();
        for (const cell of row) line.insertCell().textContent = cell;
      }
      box.append(table);
    }
    return box;
  }

  // Pages are the bulk of the file: they are unpacked when a paper is opened, not before.
  function fill(paper) {
    const place = paper.querySelector(".look");
    if (!place || place.dataset.filled) return;
    const stored = $(`x-${paper.id}`);
    if (!stored || (document.readyState === "loading" && !stored.nextSibling)) {
      if (document.readyState === "loading") {
        document.addEventListener("DOMContentLoaded", () => fill(paper), { once: true });
      }
      return;
    }
    place.dataset.filled = "1";
    const { pictures, text } = JSON.parse(stored.textContent);
    if (pictures.length) {
      const row = made("div", "pages");
      const name = paper.querySelector("h2").textContent.trim();
      pictures.forEach((p, n) => row.append(picture(p, n + 1, pictures.length, name)));
      place.append(row);
    } else {
      place.append(words_of(text));
    }
  }

  function toggle(paper, wanted) {
    const opened = paper.classList.toggle("open", wanted);
    paper.querySelector("h2 button").setAttribute("aria-expanded", String(opened));
    if (opened) fill(paper);
  }

  function visible() { return papers.filter((paper) => !paper.hidden); }

  function go(step) {
    const list = visible();
    if (!list.length) return;
    const at = list.indexOf(papers[now]);
    const to = at < 0 ? (step > 0 ? 0 : list.length - 1)
      : Math.min(list.length - 1, Math.max(0, at + step));
    select(list[to]);
  }

  function select(paper) {
    papers[now]?.classList.remove("now");
    now = papers.indexOf(paper);
    paper.classList.add("now");
    paper.querySelector("h2 button").focus({ preventScroll: true });
    paper.scrollIntoView({ block: "nearest" });
  }

  for (const paper of papers) {
    const button = paper.querySelector("h2 button");
    button.addEventListener("click", () => toggle(paper));
    button.addEventListener("focus", () => {
      papers[now]?.classList.remove("now");
      now = papers.indexOf(paper);
      paper.classList.add("now");
    });
  }
  for (const field of [q, state, kind, signer, open]) field.addEventListener("input", filter);
  $("filters").addEventListener("submit", (event) => event.preventDefault());
  $("filters").addEventListener("reset", () => setTimeout(filter));
  $("print").addEventListener("click", () => window.print());
  $("keys").addEventListener("click", () => $("help").showModal());
  for (const button of document.querySelectorAll("[data-only]")) {
    button.addEventListener("click", () => { state.value = button.dataset.only; filter(); });
  }
  window.addEventListener("beforeprint", () => visible().slice(0, 40).forEach(fill));

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || $("help").open) return;
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
    if (event.key === "Escape") {
      if (typing) event.target.blur();
      else if (papers[now]?.classList.contains("open")) toggle(papers[now], false);
      return;
    }
    if (typing) return;
    // The same keys with the Russian layout on.
    const keys = {
      j: () => go(1), "о": () => go(1), k: () => go(-1), "л": () => go(-1),
      "/": () => q.focus(), ".": () => q.focus(),
      "?": () => $("help").showModal(), ",": () => $("help").showModal(),
      Home: () => visible()[0] && select(visible()[0]),
      End: () => visible().length && select(visible().at(-1)),
    };
    const action = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (action) { event.preventDefault(); action(); }
  });

  const serving = $("serving");
  if (serving) {
    const { token } = JSON.parse(serving.textContent);
    for (const form of document.querySelectorAll(".decide")) {
      const paper = form.closest(".paper"), answer = form.querySelector(".answer");
      form.addEventListener("submit", async (event) => {
        event.preventDefault();
        const verb = event.submitter.value, remark = form.remark.value.trim();
        if (verb === "return" && !remark) {
          answer.className = "answer bad";
          answer.textContent = "Напишите, что исправить.";
          form.remark.focus();
          return;
        }
        const buttons = form.querySelectorAll("button");
        buttons.forEach((b) => { b.disabled = true; });
        answer.className = "answer";
        answer.textContent = "Записываю…";
        let said;
        try {
          const reply = await fetch("decision", {
            method: "POST",
            headers: { "Content-Type": "application/json", "X-Docgen-Token": token },
            body: JSON.stringify({
              paper: paper.dataset.paper, verb, remark, resolved: form.resolved.checked,
            }),
          });
          said = await reply.json();
        } catch {
          said = { done: false, words: "Программа не отвечает: она ещё запущена?" };
        }
        answer.textContent = said.words;
        answer.className = said.done ? "answer" : "answer bad";
        buttons.forEach((b) => { b.disabled = false; });
        if (!said.done) return;
        paper.dataset.state = said.state;
        const badge = paper.querySelector(".state");
        badge.textContent = said.state;
        badge.className = `state ${said.colour}`;
        paper.querySelector(".next").textContent = said.next;
        form.remark.value = "";
        if (!said.decidable) buttons.forEach((b) => { b.hidden = true; });
      });
    }
  }

  filter();
  if (location.hash.length > 1) {
    const named = papers.find((paper) => paper.id === location.hash.slice(1));
    if (named) { select(named); toggle(named, true); }
  }
  document.documentElement.dataset.ready = String(Math.round(performance.now()));
})();
