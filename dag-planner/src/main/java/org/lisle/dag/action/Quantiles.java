package org.lisle.dag.action;

/** Quantiles of the distributions that bounds are computed with. */
final class Quantiles {
    private Quantiles() {}

    /** Of the standard normal distribution: Wichura's algorithm AS 241 (PPND16), relative error about 1e-16. */
    static double normal(double probability) {
        double q = probability - 0.5;
        if (Math.abs(q) <= 0.425) {
            double r = 0.180625 - q * q;
            return q
                    * polynomial(
                            r,
                            3.3871328727963666080e0,
                            1.3314166789178437745e+2,
                            1.9715909503065514427e+3,
                            1.3731693765509461125e+4,
                            4.5921953931549871457e+4,
                            6.7265770927008700853e+4,
                            3.3430575583588128105e+4,
                            2.5090809287301226727e+3)
                    / polynomial(
                            r,
                            1.0,
                            4.2313330701600911252e+1,
                            6.8718700749205790830e+2,
                            5.3941960214247511077e+3,
                            2.1213794301586595867e+4,
                            3.9307895800092710610e+4,
                            2.8729085735721942674e+4,
                            5.2264952788528545610e+3);
        }
        double tail = q < 0 ? probability : 1 - probability;
        if (tail <= 0) {
            return q < 0 ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        double r = Math.sqrt(-Math.log(tail));
        double value = r <= 5 ? middleTail(r - 1.6) : farTail(r - 5);
        return q < 0 ? -value : value;
    }

    private static double middleTail(double r) {
        return polynomial(
                        r,
                        1.42343711074968357734e0,
                        4.63033784615654529590e0,
                        5.76949722146069140550e0,
                        3.64784832476320460504e0,
                        1.27045825245236838258e0,
                        2.41780725177450611770e-1,
                        2.27238449892691845833e-2,
                        7.74545014278341407640e-4)
                / polynomial(
                        r,
                        1.0,
                        2.05319162663775882187e0,
                        1.67638483018380384940e0,
                        6.89767334985100004550e-1,
                        1.48103976427480074590e-1,
                        1.51986665636164571966e-2,
                        5.47593808499534494600e-4,
                        1.05075007164441684324e-9);
    }

    private static double farTail(double r) {
        return polynomial(
                        r,
                        6.65790464350110377720e0,
                        5.46378491116411436990e0,
                        1.78482653991729133580e0,
                        2.96560571828504891230e-1,
                        2.65321895265761230930e-2,
                        1.24266094738807843860e-3,
                        2.71155556874348757815e-5,
                        2.01033439929228813265e-7)
                / polynomial(
                        r,
                        1.0,
                        5.99832206555887937690e-1,
                        1.36929880922735805310e-1,
                        1.48753612908506148525e-2,
                        7.86869131145613259100e-4,
                        1.84631831751005468180e-5,
                        1.42151175831644588870e-7,
                        2.04426310338993978564e-15);
    }

    /** Coefficients from the constant on. */
    private static double polynomial(double x, double... coefficients) {
        double value = 0;
        for (int power = coefficients.length - 1; power >= 0; power--) {
            value = value * x + coefficients[power];
        }
        return value;
    }

    /**
     * The half-width, in standard errors, of the interval that holds Student's t with the probability: Hill's algorithm 396 (1970), at
     * least four digits for three and more degrees of freedom; exact for one and two.
     *
     * @param freedom degrees, from 1
     */
    static double student(double confidence, long freedom) {
        double outside = 1 - confidence;
        if (outside <= 0) {
            return Double.POSITIVE_INFINITY;
        }
        if (freedom == 1) {
            double angle = outside * Math.PI / 2;
            return Math.cos(angle) / Math.sin(angle);
        }
        if (freedom == 2) {
            return Math.sqrt(2 / (outside * (2 - outside)) - 2);
        }
        double n = freedom;
        double a = 1 / (n - 0.5);
        double b = 48 / (a * a);
        double c = ((20700 * a / b - 98) * a - 16) * a + 96.36;
        double d = ((94.5 / (b + c) - 3) / b + 1) * Math.sqrt(a * Math.PI / 2) * n;
        double x = d * outside;
        double y = Math.pow(x, 2 / n);
        if (y > 0.05 + a) {
            x = normal(outside * 0.5);
            y = x * x;
            if (n < 5) {
                c += 0.3 * (n - 4.5) * (x + 0.6);
            }
            c = (((0.05 * d * x - 5) * x - 7) * x - 2) * x + b + c;
            y = (((((0.4 * y + 6.3) * y + 36) * y + 94.5) / c - y - 3) / b + 1) * x;
            y = Math.expm1(a * y * y);
        } else {
            y = ((1 / (((n + 6) / (n * y) - 0.089 * d - 0.822) * (n + 2) * 3) + 0.5 / (n + 4)) * y - 1)
                            * (n + 1)
                            / (n + 2)
                    + 1 / y;
        }
        return Math.sqrt(n * y);
    }
}
