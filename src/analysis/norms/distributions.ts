/** The few probability functions that norms need. Each is checked against published values in its test. */

/** P(Z <= z) of the standard normal. Through the error function of W. J. Cody as in Numerical Recipes (erfcc), error < 1.2e-7. */
export function normalCdf(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.5 * x);
  let polynomial = 0;
  for (const coefficient of erfcCoefficients) polynomial = coefficient + t * polynomial;
  const erfc = t * Math.exp(-x * x + polynomial);
  return z > 0 ? 1 - erfc / 2 : erfc / 2;
}

// Highest power first (Press et al., Numerical Recipes, section 6.2).
const erfcCoefficients = [
  0.17087277, -0.82215223, 1.48851587, -1.13520398, 0.27886807, -0.18628806, 0.09678418, 0.37409196,
  1.00002368, -1.26551223,
] as const;

/** The z with P(Z <= z) = `probability`; Acklam's rational approximation, relative error < 1.2e-9. Cut at ±4.5. */
export function normalQuantile(probability: number): number {
  if (probability <= smallest) return -widest;
  if (probability >= 1 - smallest) return widest;
  if (probability > 0.5) return -lowerQuantile(1 - probability);
  return lowerQuantile(probability);
}

const widest = 4.5;
const smallest = 3.4e-6;
const tailStart = 0.02425;

function lowerQuantile(probability: number): number {
  if (probability < tailStart) {
    const q = Math.sqrt(-2 * Math.log(probability));
    return (
      (((((tailTop[0] * q + tailTop[1]) * q + tailTop[2]) * q + tailTop[3]) * q + tailTop[4]) * q +
        tailTop[5]) /
      ((((tailBottom[0] * q + tailBottom[1]) * q + tailBottom[2]) * q + tailBottom[3]) * q + 1)
    );
  }
  const q = probability - 0.5;
  const r = q * q;
  return (
    ((((((middleTop[0] * r + middleTop[1]) * r + middleTop[2]) * r + middleTop[3]) * r + middleTop[4]) * r +
      middleTop[5]) *
      q) /
    (((((middleBottom[0] * r + middleBottom[1]) * r + middleBottom[2]) * r + middleBottom[3]) * r +
      middleBottom[4]) *
      r +
      1)
  );
}

// P. J. Acklam, "An algorithm for computing the inverse normal cumulative distribution function" (2003).
const middleTop = [
  -3.969683028665376e1, 2.209460984245205e2, -2.759285104469687e2, 1.38357751867269e2, -3.066479806614716e1,
  2.506628277459239,
] as const;
const middleBottom = [
  -5.447609879822406e1, 1.615858368580409e2, -1.556989798598866e2, 6.680131188771972e1, -1.328068155288572e1,
] as const;
const tailTop = [
  -7.784894002430293e-3, -3.223964580411365e-1, -2.400758277161838, -2.549732539343734, 4.374664141464968,
  2.938163982698783,
] as const;
const tailBottom = [
  7.784695709041462e-3, 3.224671290700398e-1, 2.445134137142996, 3.754408661907416,
] as const;

/**
 * P(X <= count) of a negative binomial with this mean and variance: a Poisson count whose rate itself varies like a gamma
 * (Greenwood and Yule 1920). A variance at or below the mean gives (nearly) a Poisson.
 */
export function negativeBinomialCdf(count: number, mean: number, variance: number): number {
  if (count < 0) return 0;
  if (mean <= 0) return 1;
  const size = Math.min(mostlyPoisson, (mean * mean) / Math.max(variance - mean, 1e-9));
  const success = size / (size + mean);
  return regularisedBeta(success, size, Math.floor(count) + 1);
}

/** Beyond this size a negative binomial and a Poisson are the same to the eye, and the series below converges slowly. */
const mostlyPoisson = 10_000;

/** I_x(a, b) by Lentz's continued fraction (Numerical Recipes, section 6.4). */
function regularisedBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
  return x < (a + 1) / (a + b + 2)
    ? (front * betaFraction(x, a, b)) / a
    : 1 - (front * betaFraction(1 - x, b, a)) / b;
}

function betaFraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / awayFromZero(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m <= maxTerms; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / awayFromZero(1 + even * d);
    c = awayFromZero(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / awayFromZero(1 + odd * d);
    c = awayFromZero(1 + odd / c);
    fraction *= d * c;
    if (Math.abs(d * c - 1) < 1e-9) break;
  }
  return fraction;
}

const maxTerms = 400;

function awayFromZero(value: number): number {
  return Math.abs(value) < 1e-300 ? 1e-300 : value;
}

/** ln Γ(x) for x > 0, Lanczos with g = 5 (Numerical Recipes, section 6.1), error < 2e-10. */
function logGamma(x: number): number {
  const shifted = x + 5.5;
  let series = 1.000000000190015;
  for (const [index, coefficient] of lanczos.entries()) series += coefficient / (x + 1 + index);
  return (x + 0.5) * Math.log(shifted) - shifted + Math.log((2.506628274631 * series) / x);
}

const lanczos = [
  76.18009172947, -86.5053203294168, 24.01409824083091, -1.231739572450155, 1.208650973866179e-3,
  -5.395239384953e-6,
] as const;
