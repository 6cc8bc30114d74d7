# Left-censored normal and log-normal by maximum likelihood. Run from this folder: Rscript make.R > raw.txt
suppressPackageStartupMessages(library(survival)); library(jsonlite)
set.seed(19)
rows <- list()
for (n in c(5, 8, 15, 40)) for (q in c(0.2, 0.5, 0.75)) {
  v <- round(exp(rnorm(n, 3, 0.8)), 1); limit <- rep(round(exp(3 + 0.8 * qnorm(q)), 1), n); if (n == 15) limit <- limit * rep(c(1, 1.5, 0.8), 5)
  seen <- v >= limit; y <- ifelse(seen, v, limit)
  if (length(unique(y[seen])) < 2) { cat("skipped", n, q, "\n"); next }
  for (dist in c("gaussian", "lognormal")) {
    fit <- survreg(Surv(y, seen, type = "left") ~ 1, dist = dist, control = survreg.control(rel.tolerance = 1e-14, maxiter = 500)); print(summary(fit))
    ll <- if (dist == "gaussian") fit$loglik[1] else fit$loglik[1] + sum(log(y[seen]))
    rows <- c(rows, list(list(dist = dist, values = y, seen = as.integer(seen), mean = coef(fit)[[1]], sd = fit$scale, mean_se = sqrt(fit$var[1, 1]), log_sd_se = sqrt(fit$var[2, 2]), log_likelihood = ll)))
  }
}
writeLines(toJSON(rows, digits = I(17), auto_unbox = TRUE), "expected.json")
cat(sessionInfo()$R.version$version.string, "survival", as.character(packageVersion("survival")), "\n")
