// The same random numbers and trace hash as the Swift module Clockwork.
#pragma once

#include <emmintrin.h>

#include <cmath>
#include <cstdint>
#include <cstring>
#include <string>

#include "ziggurat.hpp"

struct Block {
  uint32_t w[4];
};

// Philox4x32-10, Salmon et al., SC11, 2011.
static inline Block philox(Block c, uint32_t k0, uint32_t k1) {
  uint32_t c0 = c.w[0], c1 = c.w[1], c2 = c.w[2], c3 = c.w[3];
  for (int round = 0; round < 10; round++) {
    uint64_t a = uint64_t(c0) * 0xD2511F53u;
    uint64_t b = uint64_t(c2) * 0xCD9E8D57u;
    c0 = uint32_t(b >> 32) ^ c1 ^ k0;
    c1 = uint32_t(b);
    c2 = uint32_t(a >> 32) ^ c3 ^ k1;
    c3 = uint32_t(a);
    k0 += 0x9E3779B9u;
    k1 += 0xBB67AE85u;
  }
  return {{c0, c1, c2, c3}};
}

static inline double unit(uint64_t bits) { return double(int64_t(bits >> 11)) * 0x1p-53; }

struct Pair {
  uint64_t first, second;
};

struct RandomKey {
  uint64_t key, upper;

  static uint32_t purpose(const char* name) {
    uint32_t hash = 0x811C9DC5u;
    for (; *name; name++) hash = (hash ^ uint8_t(*name)) * 0x01000193u;
    return hash;
  }

  RandomKey(uint64_t seed, const char* name, uint64_t entity) {
    Block b = philox({{uint32_t(entity), uint32_t(entity >> 32), purpose(name), 0}},
                     uint32_t(seed), uint32_t(seed >> 32));
    key = uint64_t(b.w[1]) << 32 | b.w[0];
    upper = uint64_t(b.w[3]) << 32 | b.w[2];
  }

  inline Pair pair(uint64_t event, uint64_t part = 0) const {
    uint64_t high = upper ^ (part << 32 | part >> 32);
    Block b = philox({{uint32_t(event), uint32_t(event >> 32), uint32_t(high),
                       uint32_t(high >> 32)}},
                     uint32_t(key), uint32_t(key >> 32));
    return {uint64_t(b.w[0]) << 32 | b.w[1], uint64_t(b.w[2]) << 32 | b.w[3]};
  }
};

// The rare cases use the C library; its last digit may differ, which the rounded readings and the
// comparisons hide.
__attribute__((noinline)) static double slow_normal(uint64_t bits, RandomKey key,
                                                    uint64_t event) {
  uint64_t part = 0;
  auto density = [](double x) { return std::exp(-0.5 * x * x); };
  for (;;) {
    int layer = bits & 0xFF;
    double x = unit(bits) * kNormalEdges[layer];
    double sign = bits & 0x100 ? -1.0 : 1.0;
    if (x < kNormalEdges[layer + 1]) return sign * x;
    if (layer == 0) {
      for (;;) {
        Pair p = key.pair(event, ++part);
        double a = -std::log(1 - unit(p.first)) / kNormalEdges[1];
        double b = -std::log(1 - unit(p.second));
        if (b + b > a * a) return sign * (kNormalEdges[1] + a);
      }
    }
    Pair p = key.pair(event, ++part);
    double bottom = density(kNormalEdges[layer]);
    double height = bottom + unit(p.second) * (density(kNormalEdges[layer + 1]) - bottom);
    if (height < density(x)) return sign * x;
    bits = p.first;
  }
}

__attribute__((noinline)) static double slow_exponential(uint64_t bits, RandomKey key,
                                                         uint64_t event) {
  uint64_t part = 0;
  double start = 0;
  for (;;) {
    int layer = bits & 0xFF;
    double x = unit(bits) * kExponentialEdges[layer];
    if (x < kExponentialEdges[layer + 1]) return start + x;
    Pair p = key.pair(event, ++part);
    bits = p.first;
    if (layer == 0) {
      start += kExponentialEdges[1];
      continue;
    }
    double bottom = std::exp(-kExponentialEdges[layer]);
    double height =
        bottom + unit(p.second) * (std::exp(-kExponentialEdges[layer + 1]) - bottom);
    if (height < std::exp(-x)) return start + x;
  }
}

static inline double normal(uint64_t bits, const RandomKey& key, uint64_t event) {
  int layer = bits & 0xFF;
  double x = unit(bits) * kNormalEdges[layer];
  if (__builtin_expect(x < kNormalEdges[layer + 1], 1)) {
    uint64_t pattern;
    std::memcpy(&pattern, &x, 8);
    pattern |= (bits & 0x100) << 55;
    std::memcpy(&x, &pattern, 8);
    return x;
  }
  return slow_normal(bits, key, event);
}

static inline double exponential(uint64_t bits, const RandomKey& key, uint64_t event) {
  int layer = bits & 0xFF;
  double x = unit(bits) * kExponentialEdges[layer];
  if (__builtin_expect(x < kExponentialEdges[layer + 1], 1)) return x;
  return slow_exponential(bits, key, event);
}

// An exponential duration, rounded to the nearest microsecond.
static inline int64_t duration(uint64_t bits, const RandomKey& key, uint64_t event, double mean) {
  return _mm_cvtsd_si64(_mm_set_sd(mean * exponential(bits, key, event)));
}

static inline uint32_t choice(uint64_t bits, uint64_t count) {
  return uint32_t((unsigned __int128)bits * count >> 64);
}

struct Fingerprint {
  uint64_t state = 0x2D358DCCAA6C78A5u, count = 0;

  inline void combine(uint64_t word) {
    unsigned __int128 product = (unsigned __int128)(state ^ word) * 0x9E3779B97F4A7C15u;
    state = (uint64_t(product >> 64) ^ uint64_t(product)) + 0x8BB84B93962EACC9u;
    count++;
  }

  uint64_t value() const {
    uint64_t x = state ^ count * 0x9FB21C651E98DF25u;
    x = (x ^ x >> 33) * 0xFF51AFD7ED558CCDu;
    x = (x ^ x >> 33) * 0xC4CEB9FE1A85EC53u;
    return x ^ x >> 33;
  }
};
