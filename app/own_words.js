// Streamlit says some things in English only, most of them to screen readers. This says them in the
// language of the page, wherever and whenever they appear. WORDS: [pattern, what we say] pairs.
(() => {
  const kept = (window.canbaoWords ||= { said: new WeakMap() });
  kept.words = WORDS.map(([pattern, text]) => [new RegExp(`^${pattern}$`, "s"), text]);
  const NAMED = ["aria-label", "title", "placeholder"];
  const ANY_NAMED = NAMED.map((name) => `[${name}]`).join();

  const ours = (text) => {
    const found = kept.words.find(([pattern]) => pattern.test(text));
    return found ? text.replace(found[0], found[1]) : text;
  };
  // what stood there first is kept: after another switch it is said anew
  const say = (node, name, now, write) => {
    const said = kept.said.get(node) || {};
    const first = said[name] && said[name].ours === now ? said[name].first : now;
    const text = ours(first);
    kept.said.set(node, { ...said, [name]: { first, ours: text } });
    if (text !== now) write(text);
  };
  const element = (node) => {
    for (const name of NAMED) {
      if (node.hasAttribute(name)) {
        say(node, name, node.getAttribute(name), (text) => node.setAttribute(name, text));
      }
    }
  };
  const text = (node) => {
    if (node.data.trim()) say(node, "text", node.data, (said) => (node.data = said));
  };
  const TEXTS = "[aria-live], [id^=react-aria-description], [data-testid=stSkipToContent], " +
    "[data-testid=stDateInputCalendar], [data-testid=stFileUploaderDropzone]";
  const within = (root) => {
    if (!root.isConnected || root.closest(".canbao")) return;
    element(root);
    root.querySelectorAll(ANY_NAMED).forEach((node) => {
      if (!node.closest(".canbao")) element(node);
    });
    const holders = root.closest(TEXTS) ? [root] : root.querySelectorAll(TEXTS);
    holders.forEach((holder) => {
      const texts = document.createTreeWalker(holder, NodeFilter.SHOW_TEXT);
      while (texts.nextNode()) {
        if (!texts.currentNode.parentElement.closest(".canbao")) text(texts.currentNode);
      }
    });
  };
  within(document.body);
  if (kept.observer) return;
  kept.observer = new MutationObserver((changes) => {
    for (const change of changes) {
      const node = change.target.nodeType === Node.TEXT_NODE ? change.target.parentElement
        : change.target;
      if (!node) continue;
      if (change.type === "attributes") {
        if (!node.closest(".canbao")) element(node);
      } else if (change.type === "characterData") {
        if (node.closest(TEXTS)) within(node);
      } else {
        change.addedNodes.forEach((added) => {
          if (added.nodeType === Node.ELEMENT_NODE) within(added);
          else if (added.parentElement && added.parentElement.closest(TEXTS)) {
            within(added.parentElement);
          }
        });
      }
    }
  });
  kept.observer.observe(document.body, {
    subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: NAMED,
  });
})();
