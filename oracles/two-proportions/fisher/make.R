# Fisher's test by every convention with its odds-ratio interval. Run from this folder: Rscript make.R > raw.txt
suppressPackageStartupMessages(library(jsonlite))
tables <- rbind(c(5, 6, 1, 7), c(4, 6, 0, 6), c(3, 13, 1, 12), c(0, 10, 10, 10), c(7, 7, 2, 9), c(12, 20, 5, 25), c(1, 4, 3, 6), c(20, 30, 18, 30), c(0, 5, 3, 9), c(6, 6, 4, 9), c(9, 15, 4, 16), c(2, 30, 8, 28), c(15, 28, 6, 31))
# probabilities of the first count given the margins, at odds ratio exp(u)
dens <- function(t, u) {
  m <- t[1] + t[3]; k <- max(0, m - t[4]):min(m, t[2])
  l <- lchoose(t[2], k) + lchoose(t[4], m - k) + k * u
  p <- exp(l - max(l)); list(k = k, p = p / sum(p))
}
pv <- function(t, u, rule) {
  d <- dens(t, u); x <- t[1]; p0 <- d$p[d$k == x]
  lower <- sum(d$p[d$k <= x]); upper <- sum(d$p[d$k >= x]); a <- min(lower, upper)
  min(1, switch(rule, "minimum-likelihood" = sum(d$p[d$p <= p0 * (1 + 1e-7)]), central = 2 * a, "central-mid-p" = 2 * (a - p0 / 2), blaker = {
    tail <- if (lower <= upper) rev(cumsum(rev(d$p))) else cumsum(d$p)
    tail <- tail[tail <= a * (1 + 1e-7)]; a + if (length(tail)) max(tail) else 0 }))
}
# hull of the set above alpha: grid of log odds ratios, then halving at its outermost points
ends <- function(t, alpha, rule) {
  m <- t[1] + t[3]; g <- seq(-9, 9, by = 0.005)
  ok <- sapply(g, function(u) pv(t, u, rule) > alpha)
  half <- function(a, b) { for (i in 1:70) { c <- (a + b) / 2; if (pv(t, c, rule) > alpha) b <- c else a <- c }; b }
  lo <- if (t[1] == max(0, m - t[4])) 0 else exp(half(g[which(ok)[1] - 1], g[which(ok)[1]]))
  hi <- if (t[1] == min(m, t[2])) Inf else exp(half(g[max(which(ok)) + 1], g[max(which(ok))]))
  list(lower = lo, upper = hi, hole = any(!ok[which(ok)[1]:max(which(ok))]))
}
out <- list()
for (i in seq_len(nrow(tables))) {
  t <- tables[i, ]; m <- matrix(c(t[1], t[2] - t[1], t[3], t[4] - t[3]), 2)
  f <- fisher.test(m)
  d <- dens(t, 0); x <- t[1]; lower <- sum(d$p[d$k <= x]); upper <- sum(d$p[d$k >= x]); p0 <- d$p[d$k == x]
  row <- list(x1 = t[1], n1 = t[2], x2 = t[3], n2 = t[4], p = f$p.value, less = fisher.test(m, alternative = "less")$p.value, greater = fisher.test(m, alternative = "greater")$p.value,
    mid_less = lower - p0 / 2, mid_greater = upper - p0 / 2, estimate = as.character(f$estimate), r_lower = f$conf.int[1], r_upper = as.character(f$conf.int[2]), rules = list())
  row$estimate <- sprintf("%.17g", f$estimate); row$r_upper <- sprintf("%.17g", f$conf.int[2])
  for (rule in c("minimum-likelihood", "central", "central-mid-p", "blaker")) for (level in c(0.9, 0.95)) {
    e <- ends(t, 1 - level, rule)
    row$rules[[length(row$rules) + 1]] <- list(rule = rule, level = level, p = pv(t, 0, rule), lower = e$lower, upper = sprintf("%.17g", e$upper), hole = e$hole)
  }
  out[[i]] <- row
}
write.csv(data.frame(x1 = tables[, 1], n1 = tables[, 2], x2 = tables[, 3], n2 = tables[, 4]), "input.csv", row.names = FALSE, quote = FALSE)
j <- toJSON(out, auto_unbox = TRUE, digits = NA, pretty = TRUE); writeLines(j, "expected.json"); writeLines(j)
cat(sessionInfo()$R.version$version.string, "\njsonlite", as.character(packageVersion("jsonlite")), "\n")
