# Exact signed-rank p-values (coin) and the confidence set made by inverting that very test.
# Run from this folder: Rscript make.R > raw.txt
suppressPackageStartupMessages(library(coin))
set.seed(20081106)
level_of <- function(n) if (n == 4) 0.8 else if (n == 5) 0.9 else 0.95
cases <- list()
for (n in c(4:12, 15, 20)) {
  for (kind in c("continuous", "halves", "whole")) {
    x <- rnorm(n, 1, 3)
    d <- switch(kind, continuous = round(x, 4), halves = round(2 * x) / 2, whole = round(x / 1.5))
    if (kind == "whole") d[1] <- 0
    cases[[length(cases) + 1]] <- list(id = sprintf("n%02d-%s", n, kind), d = d)
  }
}
write.csv(do.call(rbind, lapply(cases, function(k) data.frame(case = k$id, difference = k$d))),
          "input.csv", row.names = FALSE, quote = FALSE)
num <- function(x) ifelse(is.na(x), "null", sprintf("%.17g", x))
p_of <- function(d, rule) {
  d <- round(d, 9)
  if (all(d == 0)) return(1)
  as.numeric(pvalue(wilcoxsign_test(d ~ rep(0, length(d)), distribution = "exact", zero.method = rule)))
}
v_of <- function(d, rule) {
  r <- rank(abs(if (rule == "Pratt") d else d[d != 0]))
  s <- if (rule == "Pratt") d else d[d != 0]
  sum(r[s > 0])
}
# Cells: gap, Walsh average, gap, ..., gap. The set is every cell with p > 1 - level; its closed hull is reported.
invert <- function(d, rule, level) {
  o <- outer(d, d, "+") / 2
  w <- sort(unique(round(o[upper.tri(o, diag = TRUE)], 9)))
  m <- length(w)
  gaps <- c(w[1] - 1, (w[-1] + w[-m]) / 2, w[m] + 1)
  p_gap <- sapply(gaps, function(t) p_of(d - t, rule))
  p_pt <- sapply(w, function(t) p_of(d - t, rule))
  alpha <- 1 - level
  p <- numeric(2 * m + 1); p[seq(1, 2 * m + 1, 2)] <- p_gap; p[seq(2, 2 * m, 2)] <- p_pt
  keep <- p > alpha + 1e-12
  first <- min(which(keep)); last <- max(which(keep))
  list(lower = w[first %/% 2], upper = w[(last + 1) %/% 2], achieved = 1 - max(p_gap[p_gap <= alpha + 1e-12]),
       holes = any(!keep[first:last]))
}
rows <- c()
for (k in cases) {
  for (rule in c("Wilcoxon", "Pratt")) {
    level <- level_of(length(k$d))
    o <- outer(k$d, k$d, "+") / 2
    i <- invert(k$d, rule, level)
    untied <- all(k$d != 0) && !anyDuplicated(abs(k$d))
    b <- if (untied) as.numeric(wilcox.test(k$d, exact = TRUE, conf.int = TRUE, conf.level = level)$conf.int) else c(NA, NA)
    rows <- c(rows, sprintf(paste0('  {"case": "%s", "rule": "%s", "level": %s, "v": %s, "p": %s, "estimate": %s, ',
      '"lower": %s, "upper": %s, "achieved": %s, "holes": %s, "base_lower": %s, "base_upper": %s}'),
      k$id, rule, num(level), num(v_of(k$d, rule)), num(p_of(k$d, rule)),
      num(median(o[upper.tri(o, diag = TRUE)])), num(i$lower), num(i$upper), num(i$achieved),
      tolower(as.character(i$holes)), num(b[1]), num(b[2])))
    cat(k$id, rule, "p", format(p_of(k$d, rule), digits = 15), "interval", i$lower, i$upper, "achieved",
        format(i$achieved, digits = 15), if (i$holes) "holes" else "", if (untied) c("wilcox.test", b), "\n")
  }
}
writeLines(c("[", paste(rows, collapse = ",\n"), "]"), "expected.json")
cat(sessionInfo()$R.version$version.string, "\n")
for (p in c("coin", "exactRankTests")) if (p %in% loadedNamespaces()) cat(p, as.character(packageVersion(p)), "\n")
