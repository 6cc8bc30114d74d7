# Paired claims: the correlation at which a paired t test has a given p, and its interval at a given correlation, found from
# data that have exactly the moments printed. Run from this folder: Rscript make.R > raw.txt
num <- function(x) sprintf("%.17g", x)
# n pairs with means m1, m2, standard deviations s1, s2 and correlation r, all exact
pairs <- function(n, m1, s1, m2, s2, r) {
  q <- qr.Q(qr(cbind(1, seq_len(n), seq_len(n)^2)))[, 2:3] * sqrt(n - 1)
  list(before = m1 + s1 * q[, 1], after = m2 + s2 * (r * q[, 1] + sqrt(max(0, 1 - r^2)) * q[, 2]))
}
p_at <- function(r, k) { d <- pairs(k$n, k$m1, k$s1, k$m2, k$s2, r); t.test(d$after, d$before, paired = TRUE)$p.value }
cases <- list(
  list(id = "tang-steroid", n = 8, m1 = 34, s1 = 15, m2 = 18, s2 = 6, p = 0.05),
  list(id = "tang-mmt8-m3", n = 8, m1 = 45, s1 = 14, m2 = 64, s2 = 10, p = 0.05),
  list(id = "tang-ck-w1-sem", n = 8, m1 = 1681, s1 = 430 * sqrt(8), m2 = 886, s2 = 248 * sqrt(8), p = 0.05),
  list(id = "liang-sledai-sem", n = 12, m1 = 12.2, s1 = 3.3 * sqrt(12), m2 = 3.2, s2 = 2.8 * sqrt(12), p = 0.05),
  list(id = "liang-proteinuria-sem", n = 12, m1 = 2505, s1 = 1323.9 * sqrt(12), m2 = 858, s2 = 800.7 * sqrt(12), p = 0.05),
  list(id = "small-p", n = 20, m1 = 10, s1 = 4, m2 = 7, s2 = 5, p = 0.001),
  list(id = "large-p", n = 15, m1 = 50, s1 = 8, m2 = 51, s2 = 9, p = 0.5))
rows <- c(); inputs <- c()
for (k in cases) {
  r <- uniroot(function(r) p_at(r, k) - k$p, c(-0.9999, 0.9999), tol = 1e-14)$root
  widths <- sapply(c(-0.5, 0, 0.5, 0.9), function(r) {
    d <- pairs(k$n, k$m1, k$s1, k$m2, k$s2, r)
    ci <- t.test(d$after, d$before, paired = TRUE)$conf.int
    (ci[2] - ci[1]) / 2
  })
  cat(k$id, num(r), num(widths), "\n")
  rows <- c(rows, sprintf('  {"case": "%s", "r": %s, "half_widths": [%s]}', k$id, num(r), paste(num(widths), collapse = ", ")))
  inputs <- rbind(inputs, data.frame(case = k$id, n = k$n, m1 = num(k$m1), s1 = num(k$s1), m2 = num(k$m2), s2 = num(k$s2), p = num(k$p)))
}
write.csv(inputs, "input.csv", row.names = FALSE, quote = FALSE)
writeLines(c('{"claims": [', paste(rows, collapse = ",\n"), "]}"), "expected.json")
cat(sessionInfo()$R.version$version.string, "\n")
