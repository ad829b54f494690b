// Puts new alerts on top while the page is looked at. Without it, the page is complete and is reloaded by hand.
// What arrives is HTML that the server escaped; it is parsed, never run (the page's policy forbids inline script).
"use strict";

(() => {
  const EVERY = 2000; // milliseconds between two looks
  const LONGEST = 30000; // and between two tries while the server does not answer
  const SAID = 8000; // milliseconds that a passing word stays
  const KEPT = 500; // alerts on the page, at most, and in one answer (worker/web/look.py); the rest is a page of its own

  const list = document.getElementById("alerts");
  const older = document.getElementById("older");
  const news = document.getElementById("news");
  let wait = EVERY;
  let timer = 0;
  let looking = false;
  let lost = false;
  let silence = 0;

  // the line stands beside the page, not in it, so that nothing moves when it comes and goes
  const say = (text, { passing = false } = {}) => {
    clearTimeout(silence);
    if (news.textContent !== text) news.textContent = text;
    if (passing) silence = setTimeout(() => say(""), SAID);
  };

  const takeState = (fresh) => {
    const shown = document.getElementById("state");
    if (fresh && shown && fresh.dataset.stamp !== shown.dataset.stamp) shown.replaceWith(fresh);
  };

  const same = (one, other) =>
    one.dataset.place === other.dataset.place && one.classList.contains("untold") === other.classList.contains("untold");

  const takeAlerts = (items, read) => {
    let count = 0;
    for (const item of [...items].reverse()) {
      const known = document.getElementById(item.id);
      if (known && (same(known, item) || known === read)) continue; // what is being read is not taken away
      known?.remove();
      item.classList.add("fresh");
      list.prepend(item);
      count += 1;
    }
    let cut = false;
    while (list.children.length > KEPT && list.lastElementChild !== read) {
      list.lastElementChild.remove();
      cut = true;
    }
    if (cut) {
      const address = new URL(older.firstElementChild.href);
      address.searchParams.set("before", list.lastElementChild.dataset.place);
      older.firstElementChild.href = address;
      older.hidden = false;
    }
    return count;
  };

  const take = (html) => {
    const page = new DOMParser().parseFromString(html, "text/html");
    // where the reader has scrolled down, what he reads stays where it is
    const inSight = (item) => item.getBoundingClientRect().bottom > 0;
    const read = window.scrollY > 0 ? [...list.children].find(inSight) : undefined;
    const before = read?.getBoundingClientRect().top;
    takeState(page.getElementById("state"));
    const count = takeAlerts(page.querySelectorAll("ol > li.alert"), read);
    if (count) document.getElementById("empty")?.remove();
    if (read) window.scrollBy({ top: read.getBoundingClientRect().top - before, behavior: "instant" });
    if (count) say(count === 1 ? "1 new alert" : `${count} new alerts`, { passing: true });
  };

  const look = async () => {
    if (looking) return;
    looking = true;
    try {
      const stamp = document.getElementById("state")?.dataset.stamp ?? "";
      const query = new URLSearchParams({ after: list.dataset.newest, state: stamp });
      if (list.dataset.all) query.set("all", "1");
      const answer = await fetch(`/fragment?${query}`, { cache: "no-store", signal: AbortSignal.timeout(10000) });
      if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
      const newest = answer.headers.get("Wirewatch-Newest");
      if (lost) say("In touch again.", { passing: true });
      lost = false;
      if (answer.status === 200) take(await answer.text());
      if (newest) list.dataset.newest = newest;
      wait = EVERY;
    } catch {
      lost = true;
      say("Wirewatch does not answer; this page may be out of date. It goes on trying.");
      wait = Math.min(wait * 2, LONGEST);
    } finally {
      looking = false;
      next();
    }
  };

  const next = () => {
    clearTimeout(timer);
    if (!document.hidden) timer = setTimeout(look, wait);
  };

  document.addEventListener("visibilitychange", () => {
    clearTimeout(timer);
    if (!document.hidden) look();
  });
  next();
})();
