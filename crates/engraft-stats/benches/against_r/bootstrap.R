# 10,000 resamples of a median: boot, and a plain replicate.
suppressMessages(library(boot))
set.seed(1)
R <- 10000
b <- boot(given, function(d, i) median(d[i]), R)$t
plain <- replicate(R, median(sample(given, replace = TRUE)))
answer(per_call(function() boot(given, function(d, i) median(d[i]), R)),
       per_call(function() replicate(R, median(sample(given, replace = TRUE)))), sd(b), sd(plain))
