# Intervals of one proportion and exact binomial tests. Run from this folder: Rscript make.R > raw.txt
num <- function(x) sprintf("%.17g", x)
# Newton steps on the logit of p take the root of uniroot to rounding error
polish <- function(g, p) { for (i in 1:5) { h <- 1e-6 * min(p, 1 - p); p <- p - g(p) * 2 * h / (g(p + h) - g(p - h)) }; p }
midp_lower <- function(x, n, a) {
  if (x == 0) return(0)
  g <- function(p) pbinom(x, n, p, lower.tail = FALSE) + 0.5 * dbinom(x, n, p) - a / 2
  polish(g, uniroot(g, c(1e-12, 1 - 1e-15), tol = 1e-14)$root)
}
midp_upper <- function(x, n, a) {
  if (x == n) return(1)
  g <- function(p) pbinom(x - 1, n, p) + 0.5 * dbinom(x, n, p) - a / 2
  polish(g, uniroot(g, c(1e-15, 1 - 1e-12), tol = 1e-14)$root)
}
agresti <- function(x, n, level) {
  z <- qnorm(1 - (1 - level) / 2); m <- n + z^2; p <- (x + z^2 / 2) / m; h <- z * sqrt(p * (1 - p) / m)
  c(max(0, p - h), min(1, p + h))
}
intervals <- function(x, n, level) {
  a <- 1 - level
  list(clopper_pearson = as.numeric(binom.test(x, n, conf.level = level)$conf.int),
    wilson = as.numeric(suppressWarnings(prop.test(x, n, conf.level = level, correct = FALSE))$conf.int),
    mid_p = c(midp_lower(x, n, a), midp_upper(x, n, a)),
    jeffreys = c(if (x == 0) 0 else qbeta(a / 2, x + 0.5, n - x + 0.5), if (x == n) 1 else qbeta(a / 2, x + 0.5, n - x + 0.5, lower.tail = FALSE)),
    agresti_coull = agresti(x, n, level))
}
source_cases <- function() {
  k <- c()
  for (n in c(1:6, 8, 9, 10, 13, 17, 20, 25, 30, 33, 40)) for (x in unique(c(0, 1, round(n / 4), round(n / 2), n - 1, n))) k <- rbind(k, c(x, n))
  k
}
cases <- if (exists("own_cases")) own_cases else source_cases()
rows <- c(); tests <- c()
for (i in seq_len(nrow(cases))) {
  x <- cases[i, 1]; n <- cases[i, 2]
  for (level in c(0.9, 0.95, 0.99)) {
    k <- intervals(x, n, level)
    for (m in names(k)) {
      rows <- c(rows, sprintf('  {"x": %d, "n": %d, "level": %s, "method": "%s", "lower": %s, "upper": %s}', x, n, num(level), m, num(k[[m]][1]), num(k[[m]][2])))
      cat(x, n, level, m, num(k[[m]]), "\n")
    }
  }
  for (null in c(0.05, 0.2, 0.5, 0.77)) {
    p <- binom.test(x, n, null)$p.value
    tests <- c(tests, sprintf('  {"x": %d, "n": %d, "null": %s, "p": %s}', x, n, num(null), num(p)))
    cat(x, n, null, "binom.test", num(p), "\n")
  }
}
writeLines(c('{"intervals": [', paste(rows, collapse = ",\n"), '], "tests": [', paste(tests, collapse = ",\n"), ']}'), "expected.json")
write.csv(data.frame(x = cases[, 1], n = cases[, 2]), "input.csv", row.names = FALSE, quote = FALSE)
cat(sessionInfo()$R.version$version.string, "\n")
for (p in c("coin", "exactRankTests")) if (p %in% loadedNamespaces()) cat(p, as.character(packageVersion(p)), "\n")
