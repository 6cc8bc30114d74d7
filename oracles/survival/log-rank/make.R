# Log-rank tests: survdiff; other weights from their definition; permutation by listing. Run from this folder: Rscript make.R > raw.txt
suppressPackageStartupMessages({library(survival); library(coin); library(jsonlite)})
freireich <- data.frame(
  time = c(6,6,6,6,7,9,10,10,11,13,16,17,19,20,22,23,25,32,32,34,35, 1,1,2,2,3,4,4,5,5,8,8,8,8,11,11,12,12,15,17,22,23),
  event = c(1,1,1,0,1,0,1,0,0,1,1,0,0,0,1,1,0,0,0,0,0, rep(1, 21)), group = rep(1:2, each = 21), stratum = 0)
cell <- as.integer(veteran$celltype)
cases <- list(freireich = freireich, veteran = data.frame(time = veteran$time, event = veteran$status, group = veteran$trt, stratum = cell),
  cells = data.frame(time = veteran$time, event = veteran$status, group = cell, stratum = veteran$trt),
  lung = data.frame(time = lung$time, event = lung$status - 1, group = lung$sex, stratum = ifelse(is.na(lung$ph.ecog), 9, lung$ph.ecog)),
  colon = with(subset(colon, etype == 2), data.frame(time, event = status, group = as.integer(rx), stratum = sex)))
# any weight, from the definition, one group after another
weighted <- function(d, w, strata) {
  gs <- sort(unique(d$group)); k <- length(gs); U <- numeric(k); V <- matrix(0, k, k); O <- E <- numeric(k)
  for (s in unique(if (strata) d$stratum else rep(0, nrow(d)))) {
    x <- if (strata) d[d$stratum == s, ] else d; S <- 1; P <- 1
    for (t in sort(unique(x$time[x$event == 1]))) {
      n <- sum(x$time >= t); dd <- sum(x$time == t & x$event == 1); nj <- sapply(gs, function(g) sum(x$time >= t & x$group == g))
      dj <- sapply(gs, function(g) sum(x$time == t & x$event == 1 & x$group == g)); P <- P * (1 - dd / (n + 1))
      ww <- switch(w, `gehan-breslow` = n, `tarone-ware` = sqrt(n), `peto-peto` = P, `modified-peto` = P * n / (n + 1), fh01 = 1 - S, fh11 = S * (1 - S), logrank = 1, fh10 = S, fh50 = sqrt(S))
      O <- O + ww * dj; E <- E + ww * dd * nj / n
      if (n > 1) V <- V + ww^2 * dd * (n - dd) / (n - 1) * (diag(nj / n) - outer(nj, nj) / n^2)
      S <- S * (1 - dd / n)
    }
  }
  U <- (O - E)[-k]; list(statistic = drop(U %*% solve(V[-k, -k]) %*% U), observed = O, expected = E)
}
out <- list()
put <- function(...) out[[length(out) + 1]] <<- list(...)
for (n in names(cases)) for (st in c(FALSE, TRUE)) {
  d <- cases[[n]]; if (st && n == "freireich") next
  for (rho in c(0, 1, 0.5)) {
    f <- if (st) survdiff(Surv(time, event) ~ group + strata(stratum), d, rho = rho) else survdiff(Surv(time, event) ~ group, d, rho = rho)
    print(f); o <- if (st) rowSums(f$obs) else f$obs; e <- if (st) rowSums(f$exp) else f$exp; k <- length(o) - 1
    put(data = n, strata = st, weight = c("logrank", "fh10", "fh50")[match(rho, c(0, 1, 0.5))], source = "survdiff", statistic = f$chisq, df = k, p = pchisq(f$chisq, k, lower.tail = FALSE), observed = as.numeric(o), expected = as.numeric(e))
  }
  for (w in c("gehan-breslow", "tarone-ware", "peto-peto", "modified-peto", "fh01", "fh11")) {
    r <- weighted(d, w, st); k <- length(r$observed) - 1; cat(n, st, w, r$statistic, "\n")
    put(data = n, strata = st, weight = w, source = "definition", statistic = r$statistic, df = k, p = pchisq(r$statistic, k, lower.tail = FALSE), observed = r$observed, expected = r$expected)
  }
}
# permutation: all splits of 9 rows with ties and censorings, and coin without ties
small <- list(ties = data.frame(time = c(1, 2, 2, 3, 4, 4, 5, 6, 7), event = c(1, 1, 0, 1, 1, 1, 0, 1, 1), group = c(1, 1, 1, 2, 1, 2, 2, 2, 2), stratum = 0),
  untied = data.frame(time = c(3.1, 4.2, 5.3, 9.9, 1.2, 2.5, 3.6, 4.4, 6.6, 8.1), event = c(1, 0, 1, 0, 1, 1, 1, 0, 1, 1), group = rep(1:2, c(4, 6)), stratum = 0))
perm <- list()
for (n in names(small)) {
  d <- small[[n]]
  U <- function(g) { sum(sapply(unique(d$time[d$event == 1]), function(t) sum(g == 1 & d$time == t & d$event == 1) - sum(d$time == t & d$event == 1) * sum(g == 1 & d$time >= t) / sum(d$time >= t))) }
  obs <- abs(U(d$group)); all <- combn(nrow(d), sum(d$group == 1)); u <- apply(all, 2, function(i) { g <- rep(2, nrow(d)); g[i] <- 1; abs(U(g)) })
  p <- mean(u >= obs - 1e-9); cat("permutation", n, p, ncol(all), "\n"); e <- list(data = n, p = p, splits = ncol(all), coin = NA)
  if (n == "untied") { ct <- logrank_test(Surv(time, event) ~ factor(group), d, distribution = "exact"); print(ct); e$coin <- as.numeric(pvalue(ct)); e$z <- as.numeric(statistic(ct)) }
  perm[[n]] <- e
}
all <- do.call(rbind, lapply(names(c(cases, small)), function(n) cbind(data = n, entry = NA, c(cases, small)[[n]])))
write.csv(all, "input.csv", row.names = FALSE, quote = FALSE)
write(toJSON(list(tests = out, permutation = unname(perm)), digits = I(17), auto_unbox = TRUE, na = "null", pretty = 1), "expected.json")
cat(R.version.string, "\nsurvival", as.character(packageVersion("survival")), "coin", as.character(packageVersion("coin")), "\n")
