# Unstructured repeated measures by REML: nlme gls, corSymm with varIdent. Columns: subject, visit, arm, baseline, response.
suppressMessages(library(nlme))
m <- matrix(given, ncol = 5)
d <- data.frame(subject = m[, 1], v = m[, 2] + 1, arm = factor(m[, 3]), base = m[, 4], y = m[, 5])
d$fv <- factor(d$v)
# cell means and a slope of the centred baseline at each visit
X <- cbind(model.matrix(~ 0 + fv:arm, d), (d$base - mean(d$base)) * model.matrix(~ 0 + fv, d))
d$X <- X
fit <- NULL
seconds <- per_call(function() fit <<- gls(y ~ 0 + X, d, correlation = corSymm(form = ~ v | subject),
                                           weights = varIdent(form = ~ 1 | fv), method = "REML"), FALSE)
k <- nlevels(d$fv)
l <- replace(replace(numeric(ncol(X)), 2 * k, 1), k, -1)
answer(seconds, -2 * as.numeric(logLik(fit)), sum(l * coef(fit)), sqrt(drop(l %*% vcov(fit) %*% l)))
