import { escapeHtml } from "../../report/escape.ts";
import type { PageSection } from "../../report/render-page.ts";
import { type AuditResult, fill, type Reporter } from "./reporter.ts";

/** What is missing in the files and therefore in this report: silence of the record is never silence of a person. */
export function notMeasuredSection(result: AuditResult, reporter: Reporter): PageSection {
  const { notMeasured, method } = reporter.words;
  const lines = listNotMeasured(result, reporter);
  const list = (items: readonly string[]) =>
    `<ul>${items.map((item) => `<li>${escapeHtml(item)}</li>`).join("\n")}</ul>`;
  const points = method.points.map((point) => fill(point, { cap: reporter.cap }));
  return {
    id: "not-measured",
    heading: notMeasured.heading,
    html: `${lines.length === 0 ? `<p>${escapeHtml(notMeasured.nothing)}</p>` : list(lines)}
<h3>${escapeHtml(method.heading)}</h3>
${list(points)}`,
  };
}

function listNotMeasured(result: AuditResult, { words }: Reporter): string[] {
  const { notMeasured } = words;
  const { judged, lacks } = result;
  const lines: string[] = [];
  if (lacks.activityFile) lines.push(notMeasured["no-activities"]);
  else if (lacks.links) lines.push(notMeasured["no-links"]);
  else lines.push(...listKinds(result, words));
  if (lacks.commonPeople !== null) lines.push(fill(notMeasured["no-common-people"], lacks.commonPeople));
  if (lacks.texts) lines.push(notMeasured["no-texts"]);
  if (!judged.hasStageDates) lines.push(notMeasured["no-stage-dates"]);
  lines.push(notMeasured["no-pushes"]);
  if (lacks.nextStepDates) lines.push(notMeasured["next-step-dates"]);
  if (!lacks.activityFile) {
    for (const metric of judged.work.silentMetrics)
      lines.push(fill(notMeasured["no-metric"], { metric: words.norms.metrics[metric] }));
  }
  const left = [...judged.notJudged].map(([because, count]) => `${words.notJudged[because]}: ${count}`);
  if (left.length > 0) lines.push(fill(notMeasured["not-judged"], { list: left.join(", ") }));
  return lines;
}

function listKinds({ judged }: AuditResult, { notMeasured, kinds }: Reporter["words"]): string[] {
  const missingOf = (wanted: readonly (keyof typeof kinds)[]) =>
    wanted.filter((kind) => judged.unmeasuredKinds.has(kind)).map((kind) => kinds[kind]);
  const contact = missingOf(["call", "meeting", "email"]);
  const plans = missingOf(["task", "meeting"]);
  return [
    ...(contact.length === 0 ? [] : [fill(notMeasured["no-kinds"], { kinds: contact.join(", ") })]),
    ...(plans.length === 0 ? [] : [fill(notMeasured["no-tasks"], { kinds: plans.join(", ") })]),
  ];
}
