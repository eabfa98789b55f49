import './daytally/define.js';

// What a portal would show beside the elements: what each one is looked at for.
for (const element of document.querySelectorAll('day-tally')) {
  element.addEventListener('viewchange', () => {
    element.dataset.shown = element.tab;
  });
}
