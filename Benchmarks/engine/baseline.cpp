// The engine's models in C++: the same events, random numbers and trace hash as EngineBench.
//
//   g++ -O3 -std=c++17 -ffp-contract=off baseline.cpp -o baseline
//   ./baseline phold|mm1 SIZE EVENTS bucket|heap|std
//   ./baseline sensors SIZE EVENTS ring|heap
#include <cinttypes>
#include <cstdio>
#include <ctime>
#include <unistd.h>

#include "queues.hpp"
#include "random.hpp"

static int64_t cpu_nanoseconds() {
  timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return int64_t(t.tv_sec) * 1000000000 + t.tv_nsec;
}

static int64_t resident_bytes() {
  FILE* file = fopen("/proc/self/statm", "r");
  if (!file) return 0;
  long size = 0, resident = 0;
  if (fscanf(file, "%ld %ld", &size, &resident) != 2) resident = 0;
  fclose(file);
  return int64_t(resident) * sysconf(_SC_PAGESIZE);
}

static void report(const char* model, const char* queue, size_t size, size_t events, int64_t ns,
                   uint64_t trace, double bytes = 0) {
  printf("{\"engine\": \"c++ %s\", \"model\": \"%s\", \"size\": %zu, \"events\": %zu, "
         "\"ns\": %.4f, \"bytes\": %.1f, \"trace\": \"%016" PRIx64 "\"}\n",
         queue, model, size, events, double(ns) / double(events), bytes, trace);
}

static size_t warm_up(size_t size, size_t events) {
  return std::min(std::max(size, size_t(10000)), events);
}

template <class Queue>
struct Phold {
  size_t size;
  RandomKey key{1, "bench.phold", 0};
  Queue queue;
  std::vector<uint32_t> taken;
  Fingerprint trace;

  Phold(size_t n, Queue q) : size(n), queue(std::move(q)), taken(n) {
    RandomKey start{1, "bench.phold.start", 0};
    for (size_t m = 0; m < n; m++) {
      Pair p = start.pair(m);
      uint32_t entity = choice(p.second, n);
      queue.push({1 + duration(p.first, start, m, 60e6),
                  uint64_t(entity) << 32 | uint32_t(m), 0});
    }
  }

  void run(size_t events) {
    Event e;
    for (size_t i = 0; i < events; i++) {
      if (!queue.pop(e)) return;
      uint32_t process = uint32_t(e.tie >> 32);
      uint32_t number = taken[process]++;
      trace.combine(uint64_t(e.time ^ int64_t(process) << 44));
      uint64_t event = uint64_t(process) << 32 | number;
      Pair p = key.pair(event);
      uint32_t entity = choice(p.second, size);
      queue.push({e.time + 1 + duration(p.first, key, event, 60e6),
                  uint64_t(entity) << 32 | uint32_t(e.tie), e.payload + 1});
    }
  }
};

template <class Queue>
struct Stations {
  struct Station {
    RandomKey key;
    uint32_t waiting = 0, begun = 0;
  };
  std::vector<Station> stations;
  Queue queue;
  Fingerprint trace;

  Stations(size_t n, Queue q) : queue(std::move(q)) {
    for (size_t i = 0; i <= n; i++) stations.push_back({RandomKey(1, "bench.mm1", i)});
    begin(0, 0, 1.25e6);
  }

  inline void begin(size_t i, int64_t now, double mean) {
    Station& s = stations[i];
    uint32_t number = s.begun++;
    int64_t delay = duration(s.key.pair(number).first, s.key, number, mean);
    queue.push({now + 1 + delay, uint64_t(i) << 32 | number, 0});
  }

  void run(size_t events) {
    Event e;
    for (size_t n = 0; n < events; n++) {
      if (!queue.pop(e)) return;
      size_t i = e.tie >> 32;
      trace.combine(uint64_t(e.time ^ int64_t(i) << 44));
      if (i == 0) {
        begin(0, e.time, 1.25e6);
      } else if (--stations[i].waiting > 0) {
        begin(i, e.time, 1e6);
      }
      if (i + 1 < stations.size() && ++stations[i + 1].waiting == 1) begin(i + 1, e.time, 1e6);
    }
  }
};

struct Device {
  RandomKey key;
  int64_t start;
  uint32_t tick;
  double celsius;
};

// Timers sorted by due time in a ring; the one that fired goes to the end in place.
struct RingHome {
  struct Slot {
    int64_t time;
    uint64_t tie;
  };
  std::vector<Slot> ring;
  size_t head = 0;

  static bool less(const Slot& a, const Slot& b) {
    return a.time < b.time || (a.time == b.time && a.tie < b.tie);
  }
  void add(int64_t first, uint32_t slot) { ring.push_back({first, uint64_t(slot) << 32}); }
  void ready() { std::sort(ring.begin(), ring.end(), less); }
  inline bool take(int64_t end, int64_t& time, uint32_t& slot) {
    if (ring[head].time >= end) return false;
    time = ring[head].time;
    slot = uint32_t(ring[head].tie >> 32);
    return true;
  }
  inline void repeat(int64_t time) {
    size_t hole = head, n = ring.size();
    Slot moved = {time, ring[head].tie};
    head = head + 1 == n ? 0 : head + 1;
    while (hole != head) {
      size_t previous = (hole == 0 ? n : hole) - 1;
      if (less(ring[previous], moved)) break;
      ring[hole] = ring[previous];
      hole = previous;
    }
    ring[hole] = moved;
  }
};

struct HeapHome {
  FourHeap heap;
  Event last;

  void add(int64_t first, uint32_t slot) { heap.push({first, uint64_t(slot) << 32, 0}); }
  void ready() {}
  inline bool take(int64_t end, int64_t& time, uint32_t& slot) {
    if (heap.a[0].time >= end) return false;
    heap.pop(last);
    time = last.time;
    slot = uint32_t(last.tie >> 32);
    return true;
  }
  inline void repeat(int64_t time) { heap.push({time, last.tie, 0}); }
};

template <class Timers>
struct Home {
  Timers timers;
  std::vector<Device> devices;
  Fingerprint trace;

  void advance(int64_t end) {
    int64_t time;
    uint32_t slot;
    while (timers.take(end, time, slot)) {
      Device& d = devices[slot];
      uint64_t tick = ++d.tick;
      Pair p = d.key.pair(tick);
      double noise = normal(p.first, d.key, tick);
      d.celsius += (21 - d.celsius) * 0.05;
      double reading = (d.celsius + 0.1 * noise) * 16 + 0x1p52;
      uint64_t bits;
      std::memcpy(&bits, &reading, 8);
      trace.combine(uint64_t(time) ^ (bits << 44 | uint64_t(slot) << 58));
      timers.repeat(d.start + 60000000 * int64_t(tick) +
                    int64_t((unsigned __int128)p.second * 1000000 >> 64));
    }
  }
};

template <class Timers>
static void sensors(const char* name, size_t size, size_t events) {
  int64_t resident = resident_bytes();
  std::vector<Home<Timers>> homes((size + 19) / 20);
  for (size_t i = 0; i < size; i++) {
    Home<Timers>& home = homes[i / 20];
    if (i % 20 == 0) home.devices.reserve(20);
    RandomKey key(1, "bench.sensors", i);
    int64_t start = int64_t(unit(key.pair(0).second) * 60e6);
    home.devices.push_back({key, start, 0, 15});
    home.timers.add(start, uint32_t(i % 20));
  }
  for (auto& home : homes) home.timers.ready();
  for (auto& home : homes) home.advance(120000000);
  auto count = [&] {
    size_t sum = 0;
    for (auto& home : homes)
      for (auto& device : home.devices) sum += device.tick;
    return sum;
  };
  size_t warm = count();
  int64_t minutes = int64_t(std::max(size_t(1), (events + size - 1) / size));
  int64_t end = 120000000 + minutes * 60000000;
  int64_t begin = cpu_nanoseconds();
  for (int64_t now = 120000000; now < end;) {
    now = std::min(now + 3600000000, end);
    for (auto& home : homes) home.advance(now);
  }
  int64_t spent = cpu_nanoseconds() - begin;
  Fingerprint all;
  for (auto& home : homes) all.combine(home.trace.value());
  report("sensors", name, size, count() - warm, spent, all.value(),
         double(resident_bytes() - resident) / double(size));
}

template <class Queue>
static void phold(const char* name, size_t size, size_t events, Queue queue) {
  Phold<Queue> model(size, std::move(queue));
  model.run(warm_up(size, events));
  int64_t begin = cpu_nanoseconds();
  model.run(events);
  report("phold", name, size, events, cpu_nanoseconds() - begin, model.trace.value());
}

template <class Queue>
static void stations(const char* name, size_t size, size_t events, Queue queue) {
  Stations<Queue> model(size, std::move(queue));
  model.run(warm_up(size * 1000, events));
  int64_t begin = cpu_nanoseconds();
  model.run(events);
  report("mm1", name, size, events, cpu_nanoseconds() - begin, model.trace.value());
}

int main(int argc, char** argv) {
  if (argc < 5) {
    fprintf(stderr, "usage: baseline phold|mm1|sensors SIZE EVENTS bucket|heap|std|ring\n");
    return 2;
  }
  std::string model = argv[1], queue = argv[4];
  size_t size = strtoull(argv[2], nullptr, 10), events = strtoull(argv[3], nullptr, 10);
  const char* name = argv[4];
  if (model == "sensors") {
    if (queue == "ring") sensors<RingHome>(name, size, events);
    else sensors<HeapHome>(name, size, events);
  } else if (model == "phold") {
    double each = double(std::min(std::max(size / 1024, size_t(8)), size_t(256)));
    double width = 60e6 / double(size) * each;
    if (queue == "bucket")
      phold(name, size, events, BucketQueue(width, size_t(60e6 * 5 / width)));
    else if (queue == "heap") phold(name, size, events, FourHeap());
    else phold(name, size, events, StdQueue());
  } else {
    double width = 1e6 / (0.8 * double(size)) * 4;
    if (queue == "bucket")
      stations(name, size, events, BucketQueue(width, size_t(1e6 * 6 / width)));
    else if (queue == "heap") stations(name, size, events, FourHeap());
    else stations(name, size, events, StdQueue());
  }
  return 0;
}
