import { useEffect, useState, type ComponentType, type ReactNode } from 'react';

interface Loaded<Props> {
  component?: ComponentType<Props>;
  failure?: { error: unknown };
}

/**
 * A component of a chunk of its own, for what people wait for: it is shown as soon as it is there, where
 * React shows what comes after the fallback of a Suspense 300 ms after that fallback at the earliest. A
 * chunk that cannot be loaded is a fault of the page, as with `lazy`.
 *
 * @param meanwhile stands in its place until then
 */
export function later<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  meanwhile: ReactNode,
): ComponentType<Props> {
  let known: ComponentType<Props> | undefined;
  return function Later(props) {
    const [{ component: Component, failure }, setLoaded] = useState<Loaded<Props>>({ component: known });
    useEffect(() => {
      if (Component !== undefined) return;
      let left = false;
      load().then(
        (component) => {
          known = component;
          if (!left) setLoaded({ component });
        },
        (error: unknown) => {
          if (!left) setLoaded({ failure: { error } });
        },
      );
      return () => {
        left = true;
      };
    }, [Component]);
    if (failure !== undefined) throw failure.error;
    return Component === undefined ? meanwhile : <Component {...props} />;
  };
}
