// What is published of the sources that live elsewhere?
export { type ArchivePortOptions, createArchivePort } from './archive-port.ts';
export { type ArchiveShelf, createArchiveShelf } from './archive-shelf.ts';
export { type ArchiveStore, archiveDirectory, createArchiveStore } from './archive-store.ts';
export { createSourcePort } from './create-source-port.ts';
export type { SourceLimits, SourceOptions } from './source-options.ts';
export { unpackArchive } from './unpack-archive.ts';
export { VENDOR_DIRECTORY, type VendorChange, vendoredArchives, vendorFileName, writeVendor } from './vendor-directory.ts';
