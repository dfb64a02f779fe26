// A date or a whole year in one text field; what looks like a year is kept as a number, as the format asks.
export function Moment(props) {
  const { TextWidget } = props.registry.widgets;
  const kept = (text) => props.onChange(/^\d{4}$/.test(text) ? Number(text) : text);
  return <TextWidget {...props} value={props.value === undefined ? undefined : String(props.value)} onChange={kept} />;
}
