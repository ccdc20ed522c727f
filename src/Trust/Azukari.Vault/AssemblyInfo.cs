using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Azukari.Tests")]
