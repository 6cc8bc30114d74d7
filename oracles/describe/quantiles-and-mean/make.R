# Summaries, quantiles of types 2 and 7, t intervals, geometric means. Run from this folder: Rscript make.R > raw.txt
num <- function(x) ifelse(is.na(x), "null", sprintf("%.17g", x))
vec <- function(x) paste0("[", paste(num(x), collapse = ", "), "]")
set.seed(4711)
samples <- list()
for (n in c(1:9, 12, 17, 24, 60)) {
  samples[[sprintf("normal-%02d", n)]] <- round(rnorm(n, 50, 12), 1)
  samples[[sprintf("skewed-%02d", n)]] <- round(exp(rnorm(n, 1, 1.2)), 3) + 0.001
}
samples[["offset-05"]] <- 1e6 + c(0.1, 0.2, 0.4, 0.7, 1.1)
write.csv(do.call(rbind, lapply(names(samples), function(k) data.frame(sample = k, value = sprintf("%.17g", samples[[k]])))), "input.csv", row.names = FALSE, quote = FALSE)
probs <- c(0, 0.1, 0.25, 1 / 3, 0.5, 0.75, 0.9, 1)
rows <- c()
for (k in names(samples)) {
  x <- samples[[k]]; n <- length(x)
  ci <- if (n > 1) as.numeric(t.test(x)$conf.int) else c(NA, NA)
  ci90 <- if (n > 1) as.numeric(t.test(x, conf.level = 0.9)$conf.int) else c(NA, NA)
  g <- if (n > 1 && all(x > 0)) exp(as.numeric(t.test(log(x))$conf.int)) else c(NA, NA)
  rows <- c(rows, sprintf(paste0('  {"sample": "%s", "n": %d, "mean": %s, "sd": %s, "se": %s, "median": %s, "min": %s, "max": %s, ',
    '"probs": %s, "type2": %s, "type7": %s, "ci95": %s, "ci90": %s, "geometric": %s, "cv": %s, "geometric_ci": %s}'),
    k, n, num(mean(x)), num(sd(x)), num(sd(x) / sqrt(n)), num(median(x)), num(min(x)), num(max(x)), vec(probs),
    vec(as.numeric(quantile(x, probs, type = 2))), vec(as.numeric(quantile(x, probs, type = 7))), vec(ci), vec(ci90),
    num(exp(mean(log(x)))), num(sqrt(expm1(var(log(x))))), vec(g)))
  cat(k, "\n"); print(c(mean = mean(x), sd = sd(x), ci95 = ci), digits = 15); print(quantile(x, probs, type = 2), digits = 15); print(quantile(x, probs, type = 7), digits = 15)
}
writeLines(c("[", paste(rows, collapse = ",\n"), "]"), "expected.json")
cat(sessionInfo()$R.version$version.string, "\n")
for (p in c("coin", "exactRankTests")) if (p %in% loadedNamespaces()) cat(p, as.character(packageVersion(p)), "\n")
