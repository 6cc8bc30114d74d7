# Breslow-Day test with Tarone's correction. Run from this folder: Rscript make.R > raw.txt
suppressPackageStartupMessages({library(jsonlite); library(metafor)})
cases <- list(
  centres = rbind(c(4, 6, 1, 7), c(3, 5, 2, 6), c(5, 8, 3, 9), c(2, 4, 1, 3)),
  two = rbind(c(9, 12, 3, 12), c(4, 10, 7, 11)),
  uneven = rbind(c(10, 12, 5, 20), c(1, 9, 2, 4), c(6, 15, 6, 10)),
  zeros = rbind(c(0, 6, 3, 7), c(5, 5, 2, 6), c(4, 9, 0, 8)),
  empty = rbind(c(3, 8, 5, 9), c(0, 4, 0, 5), c(6, 7, 2, 8), c(2, 2, 3, 3)),
  berkeley = t(apply(UCBAdmissions, 3, function(m) c(m[1, 1], m[1, 1] + m[2, 1], m[1, 2], m[1, 2] + m[2, 2]))))
# by another road: the expected count by a root search on the log odds ratio, no quadratic
homogeneity <- function(s) {
  s <- s[s[, 1] + s[, 3] > 0 & s[, 1] + s[, 3] < s[, 2] + s[, 4], , drop = FALSE]
  n <- s[, 2] + s[, 4]
  or <- sum(s[, 1] * (s[, 4] - s[, 3]) / n) / sum(s[, 3] * (s[, 2] - s[, 1]) / n)
  e <- apply(s, 1, function(r) {
    m <- r[1] + r[3]; low <- max(0, m - r[4]); high <- min(m, r[2])
    x <- function(u) low + (high - low) * plogis(u)
    f <- function(u) log(x(u)) + log(r[4] - m + x(u)) - log(m - x(u)) - log(r[2] - x(u)) - log(or)
    x(uniroot(f, c(-25, 25), tol = 1e-15)$root)
  })
  m <- s[, 1] + s[, 3]
  v <- 1 / (1 / e + 1 / (m - e) + 1 / (s[, 2] - e) + 1 / (s[, 4] - m + e))
  bd <- sum((s[, 1] - e)^2 / v)
  ta <- bd - sum(s[, 1] - e)^2 / sum(v)
  df <- nrow(s) - 1
  c(nrow(s), or, bd, pchisq(bd, df, lower.tail = FALSE), ta, pchisq(ta, df, lower.tail = FALSE))
}
out <- list(); input <- NULL
for (id in names(cases)) {
  s <- cases[[id]]; dimnames(s) <- NULL
  input <- rbind(input, data.frame(case = id, x1 = s[, 1], n1 = s[, 2], x2 = s[, 3], n2 = s[, 4]))
  h <- homogeneity(s)
  keep <- s[, 1] + s[, 3] > 0 & s[, 1] + s[, 3] < s[, 2] + s[, 4]; u <- s[keep, ]
  r <- rma.mh(ai = u[, 1], n1i = u[, 2], ci = u[, 3], n2i = u[, 4], measure = "OR", add = 0, to = "none", correct = FALSE)
  out[[length(out) + 1]] <- list(case = id, informative = h[1], odds_ratio = h[2], chi_squared = h[3], p = h[4], tarone = h[5], tarone_p = h[6],
    metafor = c(r$BD, r$BDp, r$TA, r$TAp))
}
write.csv(input, "input.csv", row.names = FALSE, quote = FALSE)
j <- toJSON(out, auto_unbox = TRUE, digits = NA, pretty = TRUE); writeLines(j, "expected.json"); writeLines(j)
cat(sessionInfo()$R.version$version.string, "\nmetafor", as.character(packageVersion("metafor")), "\njsonlite", as.character(packageVersion("jsonlite")), "\n")
