# Probabilities and quantiles of R, far tails included. Run from this folder: Rscript make.R > raw.txt
num <- function(x) sprintf("%.17g", x)
row <- function(f, args, value) sprintf('  {"f": "%s", "args": [%s], "value": %s}', f, paste(num(args), collapse = ", "), num(value))
rows <- c()
add <- function(f, args, value) { rows <<- c(rows, row(f, args, value)); cat(f, num(args), num(value), "\n") }
for (x in c(-37, -30, -20, -10, -5, -1.959963984540054, -0.5, 0, 0.1, 1, 3, 8)) { add("normal_cdf", x, pnorm(x)); add("normal_sf", -x, pnorm(-x, lower.tail = FALSE)) }
for (p in c(1e-300, 1e-100, 1e-20, 1e-12, 1e-5, 0.001, 0.025, 0.05, 0.2, 0.25, 0.3, 0.45, 0.499, 0.55, 0.8, 0.975, 0.995)) add("normal_quantile", p, qnorm(p))
for (df in c(1, 2, 3, 4.7, 8, 12, 30, 58, 200)) {
  for (t in c(-1e6, -50, -10, -2.5, -1, -0.01, 0.3, 1.5, 4)) add("student_cdf", c(t, df), pt(t, df))
  for (p in c(1e-12, 1e-9, 1e-6, 1e-4, 0.001, 0.005, 0.025, 0.05, 0.1, 0.25, 0.3, 0.4, 0.49, 0.6, 0.9, 0.975)) add("student_quantile", c(p, df), qt(p, df))
}
for (ab in list(c(0.5, 0.5), c(0.5, 13.5), c(3, 11), c(4, 10), c(1, 40), c(40, 1), c(20.5, 20.5), c(2.5, 300), c(59.5, 1.5))) {
  for (x in c(1e-8, 0.001, 0.05, 0.2, 0.5, 0.7, 0.95, 0.999)) { add("beta_cdf", c(x, ab), pbeta(x, ab[1], ab[2])); add("beta_sf", c(x, ab), pbeta(x, ab[1], ab[2], lower.tail = FALSE)) }
  for (p in c(1e-10, 1e-5, 0.005, 0.025, 0.05, 0.3, 0.5, 0.7, 0.95, 0.975, 0.995)) add("beta_quantile", c(p, ab), qbeta(p, ab[1], ab[2]))
}
for (n in c(1, 5, 9, 13, 40, 60, 1000)) for (p in c(0.01, 0.2, 0.5, 0.93)) for (x in unique(round(c(0, 1, n / 5, n / 2, n - 1, n)))) {
  if (x > n) next
  add("binomial_pmf", c(x, n, p), dbinom(x, n, p)); add("binomial_cdf", c(x, n, p), pbinom(x, n, p)); add("binomial_sf", c(x, n, p), pbinom(x, n, p, lower.tail = FALSE))
}
for (df in c(1, 2, 3, 7.5, 30)) for (x in c(0.01, 0.5, 2, 3.841458820694124, 10, 60, 300)) { add("chi_squared_cdf", c(x, df), pchisq(x, df)); add("chi_squared_sf", c(x, df), pchisq(x, df, lower.tail = FALSE)) }
writeLines(c("[", paste(rows, collapse = ",\n"), "]"), "expected.json")
write.csv(data.frame(f = sub('.*"f": "([a-z_]*)".*', "\\1", rows), args = gsub(", ", " ", sub('.*"args": \\[([^]]*)\\].*', "\\1", rows))), "input.csv", row.names = FALSE, quote = FALSE)
cat(sessionInfo()$R.version$version.string, "\n")
for (p in c("coin", "exactRankTests")) if (p %in% loadedNamespaces()) cat(p, as.character(packageVersion(p)), "\n")
