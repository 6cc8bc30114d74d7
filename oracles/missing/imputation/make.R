# Expected results of multiple imputation in closed form. Run from this folder: Rscript make.R > raw.txt
# Two arms, baseline and two visits; gaps trailing. The expectation over imputations of a completed mean is linear in drawn
# regression coefficients, whose posterior means are the least-squares ones (Anderson 1957 for the missing-at-random case).
num <- function(x) sprintf("%.17g", x)
arr <- function(x) paste0("[", paste(num(x), collapse = ", "), "]")
set.seed(20); n <- 30; arm <- rep(0:1, each = n)
y0 <- round(rnorm(2 * n, 20, 4), 1); y1 <- round(8 + .6 * y0 - 2 * arm + rnorm(2 * n, 0, 2), 1); y2 <- round(3 + .3 * y0 + .5 * y1 - 2.5 * arm + rnorm(2 * n, 0, 2), 1)
last <- rep(2, 2 * n); last[c(3, 8, 15, 22, 34, 36, 41, 47, 52, 58)] <- 1; last[c(5, 19, 38, 44, 55)] <- 0
o1 <- last >= 1; o2 <- last >= 2
fit <- function(a) list(b1 = coef(lm(y1 ~ y0, subset = o1 & arm == a)), b2 = coef(lm(y2 ~ y0 + y1, subset = o2 & arm == a)))
f0 <- fit(0); f1 <- fit(1)
# expected y1 given y0, y2 given y0 and (expected) y1, under the regressions of one arm
e1 <- function(f, y0) f$b1[1] + f$b1[2] * y0; e2 <- function(f, y0, y1) f$b2[1] + f$b2[2] * y0 + f$b2[3] * y1
# drawn arm means at each visit: mu0 the sample mean, then through the regressions
mu <- function(f, a) { m0 <- mean(y0[arm == a]); m1 <- e1(f, m0); c(m0, m1, e2(f, m0, m1)) }
m0 <- mu(f0, 0); m1 <- mu(f1, 1)
complete <- function(strategy) {
  z1 <- y1; z2 <- y2
  for (i in seq_along(arm)) if (!o2[i]) {
    a <- arm[i]; f <- if (a == 0) f0 else f1; own <- if (a == 0) m0 else m1
    if (a == 0 || strategy == "mar") { if (!o1[i]) z1[i] <- e1(f, y0[i]); z2[i] <- e2(f, y0[i], z1[i]); next }
    # reference regressions about a mean: own up to the last observed visit, then by the strategy
    L <- last[i] + 1
    m <- switch(strategy, j2r = c(own[1:L], m0[-(1:L)]), cir = c(own[1:L], own[L] + m0[-(1:L)] - m0[L]), cr = m0)
    if (!o1[i]) z1[i] <- m[2] + f0$b1[2] * (y0[i] - m[1])
    z2[i] <- m[3] + f0$b2[2] * (y0[i] - m[1]) + f0$b2[3] * (z1[i] - m[2])
  }
  data.frame(z1, z2)
}
rows <- sapply(c("mar", "j2r", "cir", "cr"), function(s) { z <- complete(s); d <- mean(z$z2[arm == 1]) - mean(z$z2[arm == 0]); cat(s, num(d), "\n"); sprintf('  {"strategy": "%s", "difference": %s, "mean0": %s, "mean1": %s, "first1": %s}', s, num(d), num(mean(z$z2[arm == 0])), num(mean(z$z2[arm == 1])), num(mean(z$z1[arm == 1]))) })
# residual variance drawn for visit 2 of arm 0: mean of the scaled inverse chi-squared
s2 <- sum(resid(lm(y2 ~ y0 + y1, subset = o2 & arm == 0))^2); nu <- sum(o2 & arm == 0) - 3
a <- summary(lm(y2 ~ factor(arm) + y0))$coefficients[2, ]
b <- summary(lm(y2 ~ factor(arm)))$coefficients[2, ]
writeLines(c('{"strategies": [', paste(rows, collapse = ",\n"), '],', sprintf('"missing_share": %s, "adjusted": %s, "plain": %s}', num(mean(!o2[arm == 1])), arr(a[1:2]), arr(b[1:2]))), "expected.json")
write.csv(data.frame(arm, y0, y1, y2, last), "input.csv", row.names = FALSE, quote = FALSE)
cat("residual", num(s2 / (nu - 2)), "lm", num(a), num(b), "\n"); cat(sessionInfo()$R.version$version.string, "\n")
