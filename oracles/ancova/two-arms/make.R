# ANCOVA, Quade, stratified rank ANCOVA. Run from this folder: Rscript make.R > raw.txt
suppressPackageStartupMessages(library(coin)); library(jsonlite)
set.seed(12)
rows <- list()
for (n in list(c(3, 4), c(6, 6), c(10, 8), c(25, 20))) for (kind in c("one", "two")) {
  m <- sum(n); arm <- rep(1:0, n); x <- round(rnorm(m, 100, 15), 1); z <- round(rnorm(m, 3)); y <- round(0.6 * x - 8 * arm + rnorm(m, 0, 8), 1); s <- rep(0:1, length.out = m)
  if (sum(n) == 7 && kind == "two") z <- c(1, 2, 3, 1, 4, 2, 6)
  d <- data.frame(y, arm, x, z); f <- if (kind == "one") y ~ arm + x else y ~ arm + x + z
  fit <- lm(f, d); co <- summary(fit)$coefficients["arm", ]; ci <- confint(fit)["arm", ]
  at <- data.frame(arm = c(1, 0), x = mean(x), z = mean(z)); adj <- predict(fit, at, se.fit = TRUE)
  q <- if (kind == "one") lm(rank(y) ~ rank(x)) else lm(rank(y) ~ rank(x) + rank(z)); a <- anova(lm(resid(q) ~ factor(arm)))
  row <- list(outcome = y, first = arm, covariates = if (kind == "one") list(x) else list(x, z), strata = s, difference = co[[1]], se = co[[2]], t = co[[3]], p = co[[4]],
    lower = ci[[1]], upper = ci[[2]], df = fit$df.residual, mean1 = adj$fit[[1]], mean2 = adj$fit[[2]], se1 = adj$se.fit[[1]], se2 = adj$se.fit[[2]], slopes = I(unname(coef(fit)[-(1:2)])),
    sd = summary(fit)$sigma, f = a$`F value`[1], quade_p = a$`Pr(>F)`[1])
  print(summary(fit)); print(a)
  e <- numeric(m)
  for (k in 0:1) { i <- s == k; h <- sum(i) + 1; e[i] <- if (kind == "one") resid(lm(I(rank(y[i]) / h) ~ I(rank(x[i]) / h))) else resid(lm(I(rank(y[i]) / h) ~ I(rank(x[i]) / h) + I(rank(z[i]) / h))) }
  if (m > 7) { o <- oneway_test(e ~ factor(arm) | factor(s), distribution = "asymptotic"); row$chi_squared <- as.numeric(statistic(o))^2; row$stratified_p <- as.numeric(pvalue(o)); print(o) }
  rows <- c(rows, list(row))
}
writeLines(toJSON(rows, digits = I(17), auto_unbox = TRUE), "expected.json")
cat(sessionInfo()$R.version$version.string, "coin", as.character(packageVersion("coin")), "\n")
