# Firth's penalised partial likelihood from its definition. Run from this folder: Rscript make.R > raw.txt
# No package for it is installed: log likelihood and information are summed event by event, maximised by optim and nlm, profile ends by uniroot.
suppressPackageStartupMessages({library(survival); library(jsonlite)})
parts <- function(b, d, x, ties) {
  w <- exp(drop(x %*% b)); ll <- 0; I <- matrix(0, ncol(x), ncol(x))
  for (t in unique(d$time[d$event == 1])) {
    r <- d$time >= t; e <- d$time == t & d$event == 1; m <- sum(e); ll <- ll + sum(x[e, , drop = FALSE] %*% b)
    for (l in seq_len(m) - 1) {
      f <- if (ties == "efron") l / m else 0; v <- w * (r - f * e); s <- sum(v); mu <- colSums(v * x) / s
      ll <- ll - log(s); I <- I + crossprod(x, v * x) / s - outer(mu, mu)
    }
  }
  ll + 0.5 * as.numeric(determinant(I)$modulus)
}
best <- function(fn, start) { # several rounds: each starts where the last ended
  o <- list(par = start); for (i in 1:4) o <- optim(o$par, fn, method = "BFGS", control = list(fnscale = -1, reltol = 1e-15, ndeps = rep(1e-5, length(start)), maxit = 1000)); o }
cases <- list(
  separated = data.frame(time = c(1, 2, 3, 4, 5, 6, 7, 8), event = c(1, 1, 1, 0, 1, 0, 1, 0), x1 = c(1, 1, 1, 1, 0, 0, 0, 0), x2 = c(3, 1, 2, 5, 4, 2, 1, 3)),
  freireich = data.frame(time = c(6,6,6,6,7,9,10,10,11,13,16,17,19,20,22,23,25,32,32,34,35, 1,1,2,2,3,4,4,5,5,8,8,8,8,11,11,12,12,15,17,22,23),
    event = c(1,1,1,0,1,0,1,0,0,1,1,0,0,0,1,1,0,0,0,0,0, rep(1, 21)), x1 = rep(0:1, each = 21), x2 = NA),
  veteran = data.frame(time = veteran$time, event = veteran$status, x1 = veteran$trt, x2 = veteran$karno)[seq(1, 137, 5), ])
out <- list()
for (n in names(cases)) for (ties in c("efron", "breslow")) {
  d <- cases[[n]]; x <- as.matrix(d[, c("x1", if (!anyNA(d$x2)) "x2"), drop = FALSE]); p <- ncol(x); sc <- apply(x, 2, sd); z <- sweep(x, 2, sc, "/")
  fn <- function(b) parts(b, d, z, ties); o <- if (p == 1) { k <- optimize(function(b) fn(b), c(-10, 10), maximum = TRUE, tol = 1e-12); list(par = k$maximum, value = k$objective) } else best(fn, rep(0, p))
  prof <- function(k, v) if (p == 1) fn(v) else { g <- function(u) { b <- numeric(p); b[k] <- v; b[-k] <- u; fn(b) }; optimize(g, o$par[-k] + c(-8, 8), maximum = TRUE, tol = 1e-12)$objective }
  q <- qchisq(0.95, 1); lo <- hi <- pv <- numeric(p)
  for (k in 1:p) { h <- function(v) 2 * (o$value - prof(k, v)) - q
    lo[k] <- uniroot(h, o$par[k] + c(-15, 0), tol = 1e-11)$root; hi[k] <- uniroot(h, o$par[k] + c(0, 15), tol = 1e-11)$root; pv[k] <- pchisq(2 * (o$value - prof(k, 0)), 1, lower.tail = FALSE) }
  e <- list(data = n, ties = ties, coef = I(as.numeric(o$par / sc)), lower = I(as.numeric(lo / sc)), upper = I(as.numeric(hi / sc)), p = I(pv), loglik = parts(o$par / sc, d, x, ties), loglik0 = parts(numeric(p), d, x, ties))
  print(e); out[[length(out) + 1]] <- e
}
all <- do.call(rbind, lapply(names(cases), function(n) cbind(data = n, cases[[n]]))); write.csv(all, "input.csv", row.names = FALSE, quote = FALSE)
write(toJSON(out, digits = I(17), auto_unbox = TRUE, na = "null", pretty = 1), "expected.json")
cat(R.version.string, "\nsurvival", as.character(packageVersion("survival")), "\n")
