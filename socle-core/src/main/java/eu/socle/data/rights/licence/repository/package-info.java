/// Licences of files in repositories: what a file's head, its folder and the REUSE files say.
///
/// Read first: [eu.socle.data.rights.licence.repository.RepositoryLicences] (the licence that
/// governs a file), [eu.socle.data.rights.licence.repository.FileLicence] (what a file's head
/// says), [eu.socle.data.rights.licence.repository.Reuse] (REUSE.toml, sidecars).
@NullMarked
package eu.socle.data.rights.licence.repository;

import org.jspecify.annotations.NullMarked;
