# Graphical procedures as closed tests: every intersection by a weighted Bonferroni test. Run from this folder: Rscript make.R > raw.txt
suppressPackageStartupMessages(library(jsonlite))
# weights of the hypotheses in a set: the others are taken out one after the other
weights <- function(w, g, inside) {
  left <- seq_along(w)
  for (j in setdiff(seq_along(w), inside)) {
    left <- setdiff(left, j); w2 <- w; g2 <- g
    for (l in left) { w2[l] <- w[l] + w[j] * g[j, l]
      for (k in setdiff(left, l)) { b <- g[l, j] * g[j, l]; g2[l, k] <- if (b < 1) (g[l, k] + g[l, j] * g[j, k]) / (1 - b) else 0 } }
    w2[j] <- 0; g2[j, ] <- 0; g2[, j] <- 0; w <- w2; g <- g2
  }
  w[inside]
}
closed <- function(w, g, p) {
  m <- length(p); a <- rep(0, m)
  for (s in 1:(2^m - 1)) { i <- which(bitwAnd(s, 2^(0:(m - 1))) > 0); v <- weights(w, g, i); q <- if (any(v > 0)) min(1, min((p[i] / v)[v > 0])) else 1; a[i] <- pmax(a[i], q) }
  a
}
graphs <- list(
  list(id = "parallel-gatekeeping", w = c(0.5, 0.5, 0, 0), g = rbind(c(0, 0, 0.5, 0.5), c(0, 0, 0.5, 0.5), c(0, 0, 0, 1), c(0, 0, 1, 0))),
  list(id = "successive", w = c(0.5, 0.5, 0, 0), g = rbind(c(0, 0.5, 0.5, 0), c(0.5, 0, 0, 0.5), c(0, 1, 0, 0), c(1, 0, 0, 0))),
  list(id = "fallback", w = c(0.5, 0.3, 0.2), g = rbind(c(0, 1, 0), c(0, 0, 1), c(1, 0, 0))),
  list(id = "fixed", w = c(1, 0, 0), g = rbind(c(0, 1, 0), c(0, 0, 1), c(0, 0, 0))),
  list(id = "five", w = c(0.4, 0.2, 0.2, 0.1, 0.1), g = rbind(c(0, 0.25, 0.25, 0.25, 0.25), c(0.5, 0, 0.5, 0, 0), c(0, 0, 0, 0.7, 0.3), c(0.1, 0.2, 0.3, 0, 0.4), c(1, 0, 0, 0, 0))))
set.seed(9); out <- list()
for (k in graphs) for (r in 1:6) { p <- signif(runif(length(k$w))^2 * 0.2, 4); out[[length(out) + 1]] <- list(case = k$id, w = k$w, g = k$g, p = p, adjusted = closed(k$w, k$g, p)) }
write.csv(do.call(rbind, lapply(seq_along(out), function(i) data.frame(row = i, case = out[[i]]$case, p = out[[i]]$p))), "input.csv", row.names = FALSE, quote = FALSE)
j <- toJSON(out, auto_unbox = TRUE, digits = NA, pretty = TRUE); writeLines(j, "expected.json"); writeLines(j)
cat(sessionInfo()$R.version$version.string, "\njsonlite", as.character(packageVersion("jsonlite")), "\n")
