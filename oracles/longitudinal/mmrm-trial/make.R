# MMRM of a simulated trial, 40 subjects in two arms, 5 visits, missing visits. Run from this folder: Rscript make.R > raw.txt
source("../reml.R"); suppressPackageStartupMessages({library(nlme); library(emmeans)})
set.seed(2026)
m <- 5; n <- 40; arm <- rep(0:1, each = n / 2); base <- round(rnorm(n, 12, 3), 1)
S <- diag(c(2, 2.3, 2.8, 3, 3.4)); R <- 0.7^abs(outer(1:m, 1:m, "-")) * 0.7 + 0.3; S <- S %*% R %*% S
d <- do.call(rbind, lapply(1:n, function(i) data.frame(subject = i, arm = arm[i], visit = 0:(m - 1), baseline = base[i],
  response = round(0.6 * base[i] - (0.5 + 0.4 * arm[i]) * (1:m) + drop(t(chol(S)) %*% rnorm(m)), 2))))
drop_out <- ifelse(runif(n) < 0.3, sample(2:4, n, TRUE), m); gap <- runif(nrow(d)) < 0.06
d <- d[d$visit < drop_out[d$subject] & !(gap & d$visit > 0), ]
d <- d[sample(nrow(d)), ]  # rows need not be in order
write.csv(d, "input.csv", row.names = FALSE, quote = FALSE)
d <- d[order(d$subject, d$visit), ]
cells <- model.matrix(~ 0 + factor(visit):factor(arm), d)  # arm 0 visits 0-4, arm 1 visits 0-4
X <- cbind(cells, (d$baseline - mean(d$baseline)) * model.matrix(~ 0 + factor(visit), d)); colnames(X) <- NULL
rows <- split(seq_len(nrow(d)), d$subject)
d$v <- d$visit + 1; d$fv <- factor(d$visit); d$fa <- factor(d$arm)
unit <- function(k) replace(numeric(15), k, 1)
L1 <- c(lapply(1:5, function(v) unit(5 + v) - unit(v)), list(unit(5), unit(10) - unit(6), unit(13)))
LM <- list(do.call(rbind, lapply(1:5, function(v) unit(5 + v) - unit(v))), do.call(rbind, lapply(2:5, function(v) unit(5 + v) - unit(v) - unit(6) + unit(1))))
make <- function(structure, groups = FALSE) {
  K <- c(Unstructured = 15, ToeplitzHeterogeneous = 9, Toeplitz = 5, Ar1Heterogeneous = 6, Ar1 = 2, CompoundSymmetryHeterogeneous = 6, CompoundSymmetry = 2, Diagonal = 5, Independent = 1)[[structure]]
  list(linear = structure %in% c("Unstructured", "Toeplitz", "CompoundSymmetry", "Diagonal", "Independent"), key = sapply(rows, function(r) paste(if (groups) d$arm[r[1]], paste(d$visit[r], collapse = " "))), X = X, y = d$response, rows = rows, V = function(t, i) { r <- rows[[i]]; o <- if (groups) K * d$arm[r[1]] else 0
    sigma_of(structure, t[o + 1:K], m)[d$v[r], d$v[r], drop = FALSE] })
}
ctl <- glsControl(tolerance = 1e-9, msTol = 1e-10, maxIter = 200, msMaxIter = 500, opt = "nlminb")
cor_of <- list(Unstructured = corSymm(form = ~ v | subject), Ar1Heterogeneous = corAR1(form = ~ v | subject), Ar1 = corAR1(form = ~ v | subject),
  CompoundSymmetryHeterogeneous = corCompSymm(form = ~ 1 | subject), CompoundSymmetry = corCompSymm(form = ~ 1 | subject), Diagonal = NULL, Independent = NULL)
het <- c("Unstructured", "Ar1Heterogeneous", "CompoundSymmetryHeterogeneous", "Diagonal")
start_of <- function(structure) {
  s <- c(5, 6, 8, 9, 12); r <- c(0.6, 0.5, 0.4, 0.35)
  switch(structure, Unstructured = { S <- outer(sqrt(s), sqrt(s)) * 0.55^abs(outer(1:m, 1:m, "-")); t(S)[upper.tri(S, TRUE)] -> u; S[upper.tri(S, TRUE)] },
    ToeplitzHeterogeneous = c(s, r), Toeplitz = c(8, 8 * r), Ar1Heterogeneous = c(s, 0.6), Ar1 = c(8, 0.6),
    CompoundSymmetryHeterogeneous = c(s, 0.5), CompoundSymmetry = c(4, 4), Diagonal = s, Independent = 8)
}
out <- list()
for (structure in c("Unstructured", "ToeplitzHeterogeneous", "Toeplitz", "Ar1Heterogeneous", "Ar1", "CompoundSymmetryHeterogeneous", "CompoundSymmetry", "Diagonal", "Independent")) {
  model <- make(structure); theta <- polish(model, start_of(structure), steps = 25)
  a <- answers(model, theta, L1, LM); a$structure <- structure; a$estimation <- "Reml"; a$groups <- FALSE
  if (structure %in% names(cor_of)) {
    g <- do.call(gls, list(response ~ fa * fv + baseline:fv, data = d, correlation = cor_of[[structure]],
      weights = if (structure %in% het) varIdent(form = ~ 1 | fv), method = "REML", control = ctl))
    e <- as.data.frame(contrast(emmeans(g, ~ fa | fv, mode = "asymptotic"), list(diff = c(-1, 1))))
    a$gls <- list(deviance = -2 * as.numeric(logLik(g)), emmeans = as.list(e$estimate), emmeans_se = as.list(e$SE))
    cat(structure, "gls less own deviance", a$gls$deviance - a$deviance, "\n"); print(e)
  }
  cat(structure, "theta", theta, "deviance", format(a$deviance, digits = 15), "\n"); out[[length(out) + 1]] <- a
}
for (structure in c("Unstructured", "CompoundSymmetry", "Ar1Heterogeneous")) {
  model <- make(structure, TRUE); theta <- polish(model, rep(start_of(structure), 2), steps = 25)
  a <- answers(model, theta, L1, LM); a$structure <- structure; a$estimation <- "Reml"; a$groups <- TRUE
  cat("by arm", structure, theta, format(a$deviance, digits = 15), "\n"); out[[length(out) + 1]] <- a
}
for (structure in c("Unstructured", "Ar1")) {
  model <- make(structure); theta <- polish(model, start_of(structure), reml = FALSE, steps = 25)
  a <- answers(model, theta, L1, LM, reml = FALSE); a$structure <- structure; a$estimation <- "Ml"; a$groups <- FALSE
  g <- do.call(gls, list(response ~ fa * fv + baseline:fv, data = d, correlation = cor_of[[structure]],
    weights = if (structure %in% het) varIdent(form = ~ 1 | fv), method = "ML", control = ctl))
  cat("ML", structure, "gls less own deviance", -2 * as.numeric(logLik(g)) - a$deviance, "\n"); out[[length(out) + 1]] <- a
}
write_json(out, "expected.json", digits = NA, auto_unbox = TRUE)
versions("nlme", "emmeans", "numDeriv", "jsonlite")
