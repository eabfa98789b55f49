import 'daytally/define';
import { createApp, h, ref } from 'vue';

const day = ref('2023-04-18');
const found = ref('nothing yet');

/** Renders a button that chooses a day. */
function button(label, chosen) {
  const choose = () => {
    day.value = chosen;
  };
  return h('button', { type: 'button', onClick: choose }, label);
}

/** Shows what an event reports. */
function show({ detail: { counts, diagnostics } }) {
  found.value = `${counts.get('gapsDates').rows} days until ${diagnostics.endDate}`;
}

createApp(() => [
  button('Earlier', '2023-04-10'),
  button('Newest', undefined),
  button('Impossible', '2023-04-31'),
  h('output', found.value),
  h('day-tally', {
    src: 'views.parquet',
    endDate: day.value,
    view: 'results',
    autorun: true,
    onResult: show,
    onError: ({ detail: { code } }) => {
      found.value = code;
    },
  }),
]).mount('#app');
