/// Which keys have slots, and which give theirs up.
extension SequenceMatcher {
  @inlinable mutating func open(_ key: Key) -> Int {
    while slotOfKey.count >= limits.keyCount || runs.nodes.count >= limits.eventCount {
      guard evictOldestKey() else { break }
    }
    let slot = freeSlots.popLast() ?? keys.count
    if slot == keys.count { keys.append(key) } else { keys[slot] = key }
    runs.open(slot)
    slotOfKey[key] = slot
    return slot
  }

  /// Notes that a slot came to rest.
  @inlinable mutating func rest(_ slot: Int) {
    guard runs.markResting(slot) else { return }
    idleSlots.append(slot)
    if idleSlots.count >= 1024 { closeIdleSlots() }
  }

  @usableFromInline mutating func closeIdleSlots() {
    for slot in idleSlots where runs.endResting(slot) { close(slot) }
    idleSlots.removeAll(keepingCapacity: true)
  }

  @usableFromInline mutating func close(_ slot: Int) {
    if let key = keys[slot] { slotOfKey[key] = nil }
    keys[slot] = nil
    evictions += runs.close(slot)
    freeSlots.append(slot)
  }

  /// Gives up keys, whose loops may hold any number of events, until what is held fits.
  @usableFromInline mutating func giveUpEvents() {
    while runs.nodes.count > limits.eventCount, evictOldestKey() {}
  }

  /// Gives up the key whose partial matches have waited longest, or those that rest.
  @usableFromInline mutating func evictOldestKey() -> Bool {
    if !idleSlots.isEmpty {
      closeIdleSlots()
      return true
    }
    guard let slot = runs.oldestSlot() else { return false }
    close(slot)
    return true
  }
}
