# GEE: geepack for estimates and plain sandwich; corrections computed here from their papers. Run from this folder: Rscript make.R > raw.txt
suppressPackageStartupMessages({library(geepack); library(jsonlite)})
set.seed(31); n <- 24; m <- 4; arm <- rep(0:1, n / 2)
d <- do.call(rbind, lapply(1:n, function(i) { u <- rnorm(1); e <- as.numeric(arima.sim(list(ar = 0.5), m)); eta <- -0.3 + 0.5 * arm[i] + 0.2 * (0:3) + 0.7 * u
  data.frame(subject = i, visit = 0:3, arm = arm[i], gaussian = round(2 + eta + e, 3), binomial = as.integer(eta + e > 0.3), poisson = rpois(m, exp(eta))) }))
d <- d[!(runif(nrow(d)) < 0.12 & d$visit > 0), ]
write.csv(d, "input.csv", row.names = FALSE, quote = FALSE)
root <- function(A) { e <- eigen(A); Re(e$vectors %*% diag(sqrt(e$values), nrow(A)) %*% solve(e$vectors)) }
out <- list()
for (family in c("gaussian", "binomial", "poisson")) for (cor in c("independence", "exchangeable", "ar1")) {
  f <- as.formula(paste(family, "~ arm * visit"))
  g <- geeglm(f, family = get(family)(), data = d, id = subject, waves = visit + 1, corstr = cor, control = geese.control(epsilon = 1e-13, maxit = 500))
  s <- summary(g); alpha <- if (cor == "independence") 0 else unname(g$geese$alpha)
  X <- model.matrix(f, d); mu <- fitted(g); v <- get(family)()$variance(mu); y <- d[[family]]; p <- ncol(X)
  # exact solution of the estimating equations at geepack's alpha, then the corrections
  cl <- split(seq_len(nrow(d)), d$subject); R <- function(r) { h <- abs(outer(d$visit[r], d$visit[r], "-")); switch(cor, independence = diag(length(r)), exchangeable = { z <- matrix(alpha, length(r), length(r)); diag(z) <- 1; z }, ar1 = alpha^h) }
  parts <- lapply(cl, function(r) { A <- diag(sqrt(v[r]), length(r)); V <- A %*% R(r) %*% A; D <- diag(v[r], length(r)) %*% X[r, , drop = FALSE]; if (family == "gaussian") D <- X[r, , drop = FALSE]
    list(D = D, V = V, W = solve(V), e = y[r] - mu[r]) })
  bread <- solve(Reduce(`+`, lapply(parts, function(q) t(q$D) %*% q$W %*% q$D)))
  cov <- function(adjust) { U <- sapply(parts, adjust); bread %*% (U %*% t(U)) %*% bread }
  H <- function(q) q$D %*% bread %*% t(q$D) %*% q$W
  res <- list(none = cov(function(q) t(q$D) %*% q$W %*% q$e),
    mancl_derouen = cov(function(q) t(q$D) %*% q$W %*% solve(diag(length(q$e)) - H(q), q$e)),
    kauermann_carroll = cov(function(q) t(q$D) %*% q$W %*% solve(root(diag(length(q$e)) - H(q)), q$e)),
    fay_graubard = cov(function(q) { h <- diag(t(q$D) %*% q$W %*% q$D %*% bread); diag(1 / sqrt(1 - pmin(0.75, h))) %*% t(q$D) %*% q$W %*% q$e }))
  out[[length(out) + 1]] <- list(family = family, cor = cor, beta = unname(coef(g)), se = s$coefficients[, "Std.err"], alpha = alpha, phi = unname(g$geese$gamma),
    corrections = lapply(res, function(A) sqrt(diag(A))))
  cat(family, cor, "alpha", alpha, "phi", g$geese$gamma, "\n"); print(s$coefficients, digits = 10); print(sapply(res, function(A) sqrt(diag(A))), digits = 10)
}
write_json(out, "expected.json", digits = NA, auto_unbox = TRUE)
cat(R.version.string, "\n"); for (p in c("geepack", "jsonlite")) cat(p, as.character(packageVersion(p)), "\n")
