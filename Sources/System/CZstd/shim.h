#ifndef HOMETWIN_CZSTD_SHIM_H
#define HOMETWIN_CZSTD_SHIM_H

#include <zstd.h>

#endif
