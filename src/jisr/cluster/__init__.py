"""Work on shards of a job in many processes, on this machine or on many: shards, their store, pools of workers."""
