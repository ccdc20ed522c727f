using Xunit.Sdk;
using Xunit.v3;

// Each visit has a browser window of its own, and what a test arranges is its own: any two may run at once.
[assembly: Parallelization(Mode = ParallelMode.All)]
