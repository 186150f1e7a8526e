// The queues that the baseline tries; the comparison takes the fastest of them in each cell.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <queue>
#include <vector>

struct Event {
  int64_t time;
  uint64_t tie;  // entity << 32 | sequence
  uint64_t payload;
};

static inline __int128 key_of(const Event& e) { return (__int128)e.time << 64 | e.tie; }
static inline bool before(const Event& a, const Event& b) { return key_of(a) < key_of(b); }

// std::priority_queue, as most C++ simulators have it.
struct StdQueue {
  struct Later {
    bool operator()(const Event& a, const Event& b) const { return before(b, a); }
  };
  std::priority_queue<Event, std::vector<Event>, Later> heap;

  inline void push(const Event& e) { heap.push(e); }
  inline bool pop(Event& e) {
    if (heap.empty()) return false;
    e = heap.top();
    heap.pop();
    return true;
  }
};

// A heap with four children a node.
struct FourHeap {
  std::vector<Event> a;

  inline bool empty() const { return a.empty(); }
  inline void push(const Event& e) {
    size_t hole = a.size();
    a.push_back(e);
    Event* p = a.data();
    __int128 key = key_of(e);
    while (hole > 0) {
      size_t parent = (hole - 1) >> 2;
      if (key_of(p[parent]) < key) break;
      p[hole] = p[parent];
      hole = parent;
    }
    p[hole] = e;
  }
  inline bool pop(Event& top) {
    if (a.empty()) return false;
    Event* p = a.data();
    top = p[0];
    Event e = p[a.size() - 1];
    a.pop_back();
    size_t n = a.size(), hole = 0, child = 1;
    if (n == 0) return true;
    __int128 key = key_of(e);
    while (child + 3 < n) {
      size_t left = before(p[child + 1], p[child]) ? child + 1 : child;
      size_t right = before(p[child + 3], p[child + 2]) ? child + 3 : child + 2;
      size_t least = before(p[right], p[left]) ? right : left;
      if (key < key_of(p[least])) {
        p[hole] = e;
        return true;
      }
      p[hole] = p[least];
      hole = least;
      child = 4 * hole + 1;
    }
    if (child < n) {
      size_t least = child;
      for (size_t other = child + 1; other < n; other++)
        if (before(p[other], p[least])) least = other;
      if (key_of(p[least]) < key) {
        p[hole] = p[least];
        hole = least;
      }
    }
    p[hole] = e;
    return true;
  }
};

// Buckets of a width known beforehand, the current one sorted: a calendar queue with a sorted head,
// tuned by hand for the model and so without any adaptation.
struct BucketQueue {
  static const int kChunk = 8;
  struct Bucket {
    uint32_t chunk = UINT32_MAX, count = 0;
  };
  struct Chunk {
    Event e[kChunk];
  };
  int shift;
  int64_t mask, current = -1;
  std::vector<Bucket> buckets;
  std::vector<uint64_t> bits;
  std::vector<Chunk> chunks;
  std::vector<uint32_t> links, tally;
  uint32_t free_chunk = UINT32_MAX;
  std::vector<Event> run, beyond;
  int64_t beyond_min = INT64_MAX;
  size_t index = 0, pending = 0;
  FourHeap late;

  BucketQueue(double width, size_t count) {
    shift = 0;
    while (double(int64_t(2) << shift) <= width) shift++;
    size_t n = 64;
    while (n < count) n *= 2;
    mask = int64_t(n) - 1;
    buckets.resize(n);
    bits.resize(n / 64);
  }

  inline void push(const Event& e) {
    pending++;
    place(e);
  }

  inline void place(const Event& e) {
    int64_t b = e.time >> shift;
    if (b <= current) {
      late.push(e);
    } else if (b - current <= mask + 1) {
      append(b & mask, e);
    } else {
      beyond_min = std::min(beyond_min, e.time);
      beyond.push_back(e);
    }
  }

  inline void append(size_t i, const Event& e) {
    Bucket& bucket = buckets[i];
    uint32_t offset = bucket.count & (kChunk - 1);
    if (offset == 0) {
      if (__builtin_expect(free_chunk == UINT32_MAX, 0)) {
        free_chunk = uint32_t(links.size());
        links.push_back(UINT32_MAX);
        chunks.emplace_back();
      }
      uint32_t chunk = free_chunk;
      free_chunk = links[chunk];
      links[chunk] = bucket.chunk;
      if (bucket.count == 0) bits[i >> 6] |= uint64_t(1) << (i & 63);
      bucket.chunk = chunk;
    }
    chunks[bucket.chunk].e[offset] = e;
    bucket.count++;
  }

  inline bool pop(Event& e) {
    if (index == run.size() && late.empty()) {
      if (pending == 0) return false;
      open();
    }
    if (!late.empty() && (index == run.size() || before(late.a[0], run[index]))) {
      late.pop(e);
    } else {
      e = run[index++];
    }
    pending--;
    return true;
  }

  __attribute__((noinline)) void open() {
    for (;;) {
      size_t start = (current + 1) & mask;
      int64_t next = -1;
      size_t word = start >> 6;
      uint64_t value = bits[word] & (~uint64_t(0) << (start & 63));
      for (size_t tries = 0; tries <= bits.size(); tries++) {
        if (value) {
          size_t found = word * 64 + __builtin_ctzll(value);
          next = current + 1 + int64_t((found - start) & mask);
          break;
        }
        word = (word + 1) & (bits.size() - 1);
        value = bits[word];
      }
      if (next < 0 || (beyond_min >> shift) <= next) {
        int64_t least = beyond_min >> shift;
        current = (next < 0 ? least : std::min(next, least)) - 1;
        std::vector<Event> all;
        all.swap(beyond);
        beyond_min = INT64_MAX;
        for (const Event& e : all) place(e);
        continue;
      }
      current = next;
      gather(next & mask);
      return;
    }
  }

  void gather(size_t i) {
    Bucket& bucket = buckets[i];
    size_t n = bucket.count;
    run.resize(n);
    index = 0;
    Event* out = run.data();
    if (n <= 24) {
      size_t filled = 0;
      each(bucket, [&](const Event& e) { insert(out, filled++, e); });
    } else {
      int b = std::min({64 - __builtin_clzll(n), shift, 12});
      int down = shift - b;
      size_t slots = size_t(1) << b;
      tally.assign(slots, 0);
      each(bucket, [&](const Event& e) { tally[(e.time >> down) & (slots - 1)]++; });
      uint32_t sum = 0;
      for (size_t s = 0; s < slots; s++) {
        uint32_t size = tally[s];
        tally[s] = sum;
        sum += size;
      }
      each(bucket, [&](const Event& e) { out[tally[(e.time >> down) & (slots - 1)]++] = e; });
      for (size_t p = 1; p < n; p++)
        if (before(out[p], out[p - 1])) insert(out, p, Event(out[p]));
    }
    uint32_t last = bucket.chunk;
    for (size_t left = (n - 1) / kChunk; left > 0; left--) last = links[last];
    links[last] = free_chunk;
    free_chunk = bucket.chunk;
    bucket = Bucket();
    bits[i >> 6] &= ~(uint64_t(1) << (i & 63));
  }

  static inline void insert(Event* out, size_t hole, const Event& e) {
    __int128 key = key_of(e);
    while (hole > 0 && key < key_of(out[hole - 1])) {
      out[hole] = out[hole - 1];
      hole--;
    }
    out[hole] = e;
  }

  template <class F>
  inline void each(const Bucket& bucket, F body) {
    uint32_t chunk = bucket.chunk, left = bucket.count;
    uint32_t filled = (left - 1) % kChunk + 1;
    for (;;) {
      const Event* e = chunks[chunk].e;
      for (uint32_t o = 0; o < filled; o++) body(e[o]);
      left -= filled;
      if (left == 0) return;
      chunk = links[chunk];
      filled = kChunk;
    }
  }
};
