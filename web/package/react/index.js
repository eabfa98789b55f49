'use client';
import { createElement, forwardRef, useEffect, useImperativeHandle, useRef, useState } from 'react';
import { events, properties } from './names.js';

/**
 * `<day-tally>` for React. It can be rendered on a server; the element is loaded in the browser.
 * React attaches no listeners of custom elements while it hydrates, so they are attached here.
 */
export const DayTally = forwardRef(function DayTally(props, ref) {
  const element = useRef(null);
  const latest = useRef(props);
  const given = useRef(new Map());
  const [defined, setDefined] = useState(false);
  useImperativeHandle(ref, () => element.current, []);
  useEffect(() => {
    latest.current = props;
  });
  useEffect(() => {
    const node = element.current;
    let mounted = true;
    const removes = Object.entries(events).map(([name, type]) => {
      const listener = (event) => {
        // Its children have events of the same names.
        if (event.target === node) latest.current[name]?.(event.detail, event);
      };
      node.addEventListener(type, listener);
      return () => node.removeEventListener(type, listener);
    });
    import('../dist/define.js').then(
      () => mounted && setDefined(true),
      ({ message }) => {
        const problem = {
          code: 'not_loaded',
          message: `The element was not loaded: ${message}`,
          location: {},
        };
        if (mounted) node.dispatchEvent(new CustomEvent('error', { detail: problem }));
      },
    );
    return () => {
      mounted = false;
      for (const remove of removes) remove();
    };
  }, []);
  useEffect(() => {
    // Until then, the element has no such properties.
    if (!defined) return;
    for (const name of properties) {
      const value = props[name];
      if (isSame(value, given.current.get(name))) continue;
      given.current.set(name, value);
      // A function that each rendering recreates stays the same for the element.
      const passed =
        typeof value === 'function' ? (...all) => latest.current[name]?.(...all) : value;
      element.current[name] = passed;
    }
  });
  const { className, children, ...others } = props;
  const rest = Object.entries(others).filter(
    ([name]) => !properties.includes(name) && !(name in events),
  );
  const attributes = { ...Object.fromEntries(rest), ref: element, class: className };
  return createElement('day-tally', attributes, children);
});

/** Whether a property has the same value as before; objects are compared by their content. */
function isSame(value, before) {
  if (Object.is(value, before)) return true;
  if (typeof value === 'function' && typeof before === 'function') return true;
  return isPlain(value) && isPlain(before) && JSON.stringify(value) === JSON.stringify(before);
}

/** Whether a value is an object of data only. */
function isPlain(value) {
  if (typeof value !== 'object' || value === null) return false;
  if (Object.getPrototypeOf(value) !== Object.prototype) return false;
  return Object.values(value).every((each) => each === null || typeof each === 'string');
}
