import './daytally/define.js';

// A portal can follow the view of each element.
for (const element of document.querySelectorAll('day-tally')) {
  element.addEventListener('viewchange', () => {
    element.dataset.shown = element.tab;
  });
}
