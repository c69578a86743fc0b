// Puts the keyboard into a widget as soon as it stands on the page.
((place) => {
  const latest = performance.now() + 3000;
  const look = () => {
    const field = document.querySelector(place);
    if (field) field.focus();
    else if (performance.now() < latest) requestAnimationFrame(look);
  };
  look();
})
