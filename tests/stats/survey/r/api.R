# R's api data sets (California schools; they come with its package survey and aren't kept here), written for
# test_against_r.py with R's own estimates of them: Rscript api.R FOLDER
suppressMessages({library(survey); library(jsonlite)})
folder <- commandArgs(TRUE)[1]
data(api)
for (name in c("apisrs", "apistrat", "apiclus1", "apiclus2"))
  write.csv(get(name), file.path(folder, paste0(name, ".csv")), row.names = FALSE)
designs <- list(
  apisrs = svydesign(~1, weights = ~pw, fpc = ~fpc, data = apisrs),
  apistrat = svydesign(~1, strata = ~stype, weights = ~pw, fpc = ~fpc, data = apistrat),
  apiclus1 = svydesign(~dnum, weights = ~pw, fpc = ~fpc, data = apiclus1),
  apiclus2 = svydesign(~dnum, weights = ~pw, data = apiclus2),
  `apiclus2 two stages` = svydesign(~dnum + snum, fpc = ~fpc1 + fpc2, data = apiclus2))
out <- list()
keep <- function(design, measure, domain, m, d)
  out[[length(out) + 1]] <<- list(design = design, measure = measure, domain = domain, value = as.numeric(coef(m)),
    se = as.numeric(SE(m)), df = degf(d))
for (name in names(designs)) for (type in c("", "E", "H", "M")) {
  d <- designs[[name]]
  if (type != "") d <- subset(d, stype == type)
  keep(name, "api00", type, svymean(~api00, d), d)
  keep(name, "growth total", type, svytotal(~growth, d), d)
  there <- subset(d, !is.na(enroll))
  keep(name, "enroll total", type, svytotal(~enroll, there), there)
  both <- subset(d, !is.na(enroll) & !is.na(api.stu))
  keep(name, "api.stu / enroll", type, svyratio(~api.stu, ~enroll, both), both)
}
types <- data.frame(stype = c("E", "H", "M"), Freq = c(4421, 755, 1018))
post <- postStratify(designs$apiclus1, ~stype, types)
keep("post-stratified", "api00", "", svymean(~api00, post), post)
raked <- calibrate(designs$apiclus1, ~stype + sch.wide, c(6194, 755, 1018, 5122), calfun = "raking", epsilon = 1e-13,
  maxit = 1000)
keep("raked", "api00", "", svymean(~api00, raked), raked)
write_json(out, file.path(folder, "api.json"), auto_unbox = TRUE, digits = NA)
