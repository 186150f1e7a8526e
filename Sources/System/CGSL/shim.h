#ifndef HOMETWIN_CGSL_SHIM_H
#define HOMETWIN_CGSL_SHIM_H

#include <gsl/gsl_blas.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_eigen.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_linalg.h>
#include <gsl/gsl_matrix.h>
#include <gsl/gsl_multimin.h>
#include <gsl/gsl_permutation.h>
#include <gsl/gsl_vector.h>

/* C globals are shared mutable state to Swift; a getter hands out the constant. */
static inline const gsl_multimin_fminimizer_type *hometwin_gsl_nmsimplex2(void) {
    return gsl_multimin_fminimizer_nmsimplex2;
}

#endif
