# Ratio of paired geometric means. Run from this folder: Rscript make.R > raw.txt
library(jsonlite)
set.seed(6)
rows <- lapply(c(3, 6, 12), function(n) {
  b <- round(exp(rnorm(n, 6, 1))); a <- round(b * exp(rnorm(n, -0.7, 0.6))); t <- t.test(log(a), log(b), paired = TRUE, conf.level = 0.9); print(t)
  list(before = b, after = a, level = 0.9, ratio = exp(t$estimate[[1]]), t = t$statistic[[1]], p = t$p.value, lower = exp(t$conf.int[1]), upper = exp(t$conf.int[2]), se = t$stderr) })
writeLines(toJSON(rows, digits = I(17), auto_unbox = TRUE), "expected.json")
cat(sessionInfo()$R.version$version.string, "\n")
